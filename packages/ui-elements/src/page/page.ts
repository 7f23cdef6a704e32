import { isSillageError } from '@sillage/core/browser'
import type { SillageContext } from '../context/sillage-context.ts'
import type * as Elements from './elements.ts'
import { keptKey } from './kept-key.ts'
import type { PageSettings } from './page-settings.ts'

type Answer = 'welcome' | 'refused' | 'trouble'

const { baseUrl, names, webSocket, askKey } = JSON.parse(document.body.dataset.settings ?? '{}') as PageSettings
const kept = keptKey(new URL(`${baseUrl}/`, location.href).pathname)
const main = find<HTMLElement>(document, 'main')
// The one file with all elements, under the address that the page has loaded in advance.
const elements = (await import(find<HTMLLinkElement>(document, '#elements').href)) as typeof Elements

const key = askKey === undefined ? undefined : kept.get()
const context = contextWith(key)
const answer = await ask(context)
// Whatever else went wrong the elements say themselves.
if (answer !== 'refused') showDesk(context)
else if (askKey === undefined) showSignIn()
else showKeyForm(key !== undefined)

function contextWith(key: string | undefined): SillageContext {
  return elements.createSillageContext({
    baseUrl,
    names,
    ...(webSocket ? {} : { WebSocket: null }),
    ...(askKey === undefined || key === undefined ? {} : { headers: { [askKey]: key } }),
  })
}

/** Whether the host lets this visitor in. */
async function ask({ client }: SillageContext): Promise<Answer> {
  try {
    await client.listCampaigns({ limit: 1 })
    return 'welcome'
  } catch (error) {
    if (isSillageError(error, 'forbidden')) return 'refused'
    // The host's own login may stand before the routes.
    const login = isSillageError(error, 'unexpected_answer') && [401, 403].includes(error.details.status)
    return login ? 'refused' : 'trouble'
  }
}

function showDesk(context: SillageContext): void {
  // The elements look for their provider when they are put into the page, and then it has its context.
  const desk = contentOf('desk')
  find<Elements.SillageProvider>(desk, 'sillage-provider').context = context
  main.replaceChildren(desk)
}

function showSignIn(): void {
  const content = contentOf('sign-in')
  find(content, 'button').addEventListener('click', () => location.reload())
  main.replaceChildren(content)
}

function showKeyForm(wrong: boolean): void {
  const content = contentOf('ask-key')
  const form = find<HTMLFormElement>(content, 'form')
  const input = find<HTMLInputElement>(content, 'input')
  const button = find<HTMLButtonElement>(content, 'button')
  const problem = find<HTMLElement>(content, '[role=alert]')

  function say(answer: Exclude<Answer, 'welcome'>): void {
    problem.textContent = problem.dataset[answer] ?? ''
    input.setAttribute('aria-invalid', String(answer === 'refused'))
    input.select()
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    problem.textContent = ''
    const entered = input.value.trim()
    const context = isHeaderValue(entered) ? contextWith(entered) : undefined
    const answer = context === undefined ? 'refused' : await ask(context)
    button.disabled = false
    if (context === undefined || answer !== 'welcome') return say(answer === 'trouble' ? answer : 'refused')
    kept.set(entered)
    showDesk(context)
  })
  main.replaceChildren(content)
  input.focus()
  if (!wrong) return
  kept.forget()
  say('refused')
}

/** What a browser sends as a header: others are no key, and `fetch` would throw. */
function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]+$/.test(text)
}

function contentOf(id: string): DocumentFragment {
  return document.importNode(find<HTMLTemplateElement>(document, `template#${id}`).content, true)
}

function find<E extends Element>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector)
  if (found === null) throw new Error(`The page has no ${selector}`)
  return found
}
