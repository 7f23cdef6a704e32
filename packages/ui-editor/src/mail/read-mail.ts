import { attributeFor, elementFor } from './allowed.ts'
import { hideTags, textNodes, withTags } from './template-tags.ts'

/** A designer's mail as it may stand in a page. */
export interface ReadMail {
  body: HTMLElement
  /** Without fonts and other style sheets, which would be loaded from elsewhere. */
  sheets: CSSStyleSheet[]
}

/** Stands for `body`, of which a page has one. */
const bodyName = 'mail-body'
const bodyOrPage = /(?<![\w.#:-])(?:html(?:[\s>]+body)?|body|:root)(?![\w-])/gi

/**
 * Reads the HTML of a mail for showing it in a shadow root: elements and attributes that are known to do nothing, its
 * styles, and its pictures. Nothing of it runs, leads anywhere, or is loaded but pictures. Styles are set by script,
 * which a strict policy for styles does not refuse.
 */
export function readMail(html: string, label: (name: string) => string): ReadMail {
  const page = new DOMParser().parseFromString(hideTags(html), 'text/html')
  const body = document.createElement(bodyName)
  copyAttributes(page.body, body)
  body.style.backgroundColor ||= page.body.getAttribute('bgcolor') ?? ''
  copyChildren(page.body, body, label)
  return { body, sheets: [...page.querySelectorAll('style')].map(sheetOf) }
}

function copyChildren(source: Node, target: Node, label: (name: string) => string): void {
  for (const child of source.childNodes) {
    if (child instanceof Text) target.appendChild(fragmentOf(textNodes(child.data, label)))
    else if (child instanceof Element) copy(child, target, label)
  }
}

function fragmentOf(nodes: (string | Node)[]): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...nodes)
  return fragment
}

function copy(element: Element, target: Node, label: (name: string) => string): void {
  const name = elementFor(element.localName)
  if (name === null) return
  if (name === undefined) {
    copyChildren(element, target, label)
    return
  }
  const made = document.createElement(name)
  copyAttributes(element, made)
  target.appendChild(made)
  copyChildren(element, made, label)
}

function copyAttributes(element: Element, made: HTMLElement): void {
  for (const { name, value } of element.attributes) {
    if (name === 'style') made.style.cssText = withTags(value)
    // Leads nowhere, and is kept when the words around it are written.
    else if (name === 'href' && element.localName === 'a') made.dataset.href = withTags(value)
    else {
      const allowed = attributeFor(element.localName, name, withTags(value))
      if (allowed !== undefined) made.setAttribute(name, allowed)
    }
  }
}

function sheetOf({ media, textContent }: HTMLStyleElement): CSSStyleSheet {
  const sheet = new CSSStyleSheet({ media })
  sheet.replaceSync(textContent)
  adapt(sheet)
  return sheet
}

/** Fonts are not loaded, what the mail stands in is not its own, and rules for `body` are for what stands for it. */
function adapt(group: CSSStyleSheet | CSSGroupingRule): void {
  for (let at = group.cssRules.length - 1; at >= 0; at -= 1) {
    const rule = group.cssRules[at]
    if (rule instanceof CSSFontFaceRule || (rule instanceof CSSStyleRule && /:host/i.test(rule.selectorText)))
      group.deleteRule(at)
    else if (rule instanceof CSSStyleRule) rule.selectorText = rule.selectorText.replace(bodyOrPage, bodyName)
    else if (rule instanceof CSSGroupingRule) adapt(rule)
  }
}
