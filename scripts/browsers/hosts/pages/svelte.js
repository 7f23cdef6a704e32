import '@sillage/ui-elements/register'
import { mount } from 'svelte'
import Host from './host.svelte'

mount(Host, { target: document.querySelector('#app') })
