import { axe } from './axe.ts'
import '../../src/register.ts'
import type { SillageContext } from '../../src/context/sillage-context.ts'

/** Puts one element on an empty page, in a language and a colour scheme, and gives it a context. */
export async function mount<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  context: SillageContext,
  { theme = 'light', lang = 'en', ...attributes }: Record<string, string> = {},
): Promise<HTMLElementTagNameMap[T]> {
  sessionStorage.clear()
  document.body.replaceChildren()
  document.documentElement.lang = lang
  document.documentElement.style.colorScheme = theme
  document.body.style.background = 'light-dark(#f4f7f8, #0c161d)'
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  ;(element as unknown as { context: SillageContext }).context = context
  document.body.append(element)
  await settled()
  return element
}

/** A few turns of the event loop: answers of the fake server come in microtasks, drawing in the next one. */
export async function settled(turns = 6): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** Waits until `look` gives something other than undefined, null or false. */
export async function until<T>(look: () => T | undefined | null | false, what = 'what was expected'): Promise<T> {
  const end = performance.now() + 4_000
  for (;;) {
    const found = look()
    if (found !== undefined && found !== null && found !== false) return found
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Every element in the page that matches, through all shadow roots. */
export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  const found = [...root.querySelectorAll<T>(selector)]
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot !== null) found.push(...all<T>(selector, element.shadowRoot))
  }
  return found
}

export function one<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T {
  const [found] = all<T>(selector, root)
  if (found === undefined) throw new Error(`Nothing on the page matches ${selector}`)
  return found
}

/** The button or link with this text or label. */
export function button(label: string | RegExp, root: ParentNode = document): HTMLElement {
  const named = (element: Element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()
  const fits = (element: Element) => (typeof label === 'string' ? named(element) === label : label.test(named(element)))
  const found = all('button, a[href]', root).find(fits)
  if (found === undefined)
    throw new Error(`No button "${label}"; there are: ${all('button', root).map(named).join(' | ')}`)
  return found
}

/** Presses a button of the open question. */
export async function answer(label: string): Promise<void> {
  const dialog = await until(
    () => all('sillage-confirm').find((one) => all('dialog[open]', one.shadowRoot ?? one).length > 0),
    'a question',
  )
  button(label, dialog.shadowRoot ?? dialog).click()
}

/** All text of the page, through all shadow roots, without what is not drawn. */
export function said(root: ParentNode = document.body): string {
  let text = ''
  for (const node of root.childNodes) {
    if (node instanceof Text) text += node.data
    else if (node instanceof HTMLElement && node.tagName !== 'STYLE') {
      text += (node.shadowRoot === null ? '' : said(node.shadowRoot)) + said(node)
    }
  }
  return text.replaceAll(/\s+/g, ' ')
}

export function type(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
}

/** The element that really has the focus, inside whatever shadow root. */
export function focused(): Element | null {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement != null) at = at.shadowRoot.activeElement
  return at
}

export { axe }
