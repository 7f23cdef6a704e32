import { render } from 'lit'
import { createInboxState } from './inbox-state.ts'
import { inboxView } from './inbox-view.ts'

const root = document.querySelector<HTMLElement>('#inbox')
if (root !== null) {
  const lang = document.documentElement.lang === 'fr' ? 'fr' : 'en'
  const actions = createInboxState((state) => render(inboxView(lang, state, actions), root))
  actions.begin()
}
