import '@sillage/ui-elements/register'
import { createApp, ref } from 'vue/dist/vue.esm-bundler.js'

const app = createApp({
  setup: () => ({ heard: ref('') }),
  template: `
    <button type="button" id="own">Of the page</button>
    <p>Asked for: <output id="heard">{{ heard }}</output></p>
    <campaign-list base-url="/sillage" @sillage-details="heard = $event.campaignId"></campaign-list>`,
})
app.config.compilerOptions.isCustomElement = (tag) => tag.includes('-')
app.mount('#app')
