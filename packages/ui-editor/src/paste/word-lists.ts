import { styleOf } from './style-of.ts'

interface Item {
  paragraph: HTMLElement
  level: number
  ordered: boolean
  /** Paragraphs of the item behind its first. */
  more: HTMLElement[]
}

/**
 * Word's lists are paragraphs with `mso-list: l0 level2 lfo1` in their style, and a bullet of letters and spaces before
 * the words. They become lists within lists.
 */
export function wordLists(body: HTMLElement): void {
  for (const run of runsOf(body)) {
    const [first] = run
    if (first === undefined) continue
    const list = body.ownerDocument.createElement(first.ordered ? 'ol' : 'ul')
    first.paragraph.before(list)
    fill(list, run, 0, first.level)
  }
}

/** Paragraphs of lists that follow one another. */
function runsOf(body: HTMLElement): Item[][] {
  const runs: Item[][] = []
  let last: HTMLElement | undefined
  for (const paragraph of body.querySelectorAll<HTMLElement>('p, div, h1, h2, h3, h4, h5, h6')) {
    const level = levelOf(paragraph)
    const follows = last !== undefined && paragraph.previousElementSibling === last
    const run = runs.at(-1)
    if (level === undefined) {
      if (!follows || !isOfList.test(paragraph.className)) continue
      run?.at(-1)?.more.push(paragraph)
      last = paragraph
      continue
    }
    const item = { paragraph, level, ordered: takeSign(paragraph), more: [] }
    const [first] = run ?? []
    const other = first !== undefined && level <= first.level && item.ordered !== first.ordered
    if (run !== undefined && follows && !other) run.push(item)
    else runs.push([item])
    last = paragraph
  }
  return runs
}

function levelOf(paragraph: HTMLElement): number | undefined {
  const list = styleOf(paragraph, 'mso-list')
  if (list?.startsWith('none') === true || list?.startsWith('skip') === true) return undefined
  const level = /level(\d)/.exec(list ?? '')?.[1]
  if (level !== undefined) return Number(level)
  if (list !== undefined || /^MsoList(?:Bullet|Number)/.test(paragraph.className)) return 1
  return isOfList.test(paragraph.className) && signIn(paragraph) !== null ? 1 : undefined
}

/** Paragraphs that begin an item have a sign, or say the list that they are of. */
const isOfList = /^MsoListParagraph/

/** Where Word hides no sign it stands in the words, as in mails. */
function signIn(paragraph: HTMLElement): RegExpExecArray | null {
  const [words] = textsOf(paragraph)
  return /^[\s\u00a0]*([·•▪◦§o–-]|[0-9a-z]{1,3}[.)])[\s\u00a0]+/i.exec(words?.data ?? '')
}

/** Takes the sign before the words away; true where it is a number or a letter. */
function takeSign(paragraph: HTMLElement): boolean {
  const ignored = [...paragraph.querySelectorAll('span')].filter((span) => styleOf(span, 'mso-list') === 'ignore')
  const sign = ignored[0]?.textContent ?? ''
  for (const span of ignored) span.remove()
  if (ignored.length > 0) return isNumber(sign.trim())
  const [words] = textsOf(paragraph)
  const found = signIn(paragraph)
  if (words === undefined || found === null) return false
  words.data = words.data.slice(found[0].length)
  return isNumber(found[1] ?? '')
}

function isNumber(sign: string): boolean {
  return /^\(?[0-9a-z]{1,4}[.)]/i.test(sign)
}

function textsOf(root: HTMLElement): Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if ((node as Text).data.trim() !== '') texts.push(node as Text)
  return texts
}

/** Puts the items from `at` on into the list, deeper ones into lists of their own; gives the first it does not hold. */
function fill(list: HTMLElement, run: readonly Item[], at: number, level: number): number {
  let next = at
  while (next < run.length) {
    const item = run[next]
    if (item === undefined || item.level < level) return next
    if (item.level > level && list.lastElementChild !== null) {
      const inner = list.ownerDocument.createElement(item.ordered ? 'ol' : 'ul')
      list.lastElementChild.append(inner)
      next = fill(inner, run, next, item.level)
      continue
    }
    const own = list.ownerDocument.createElement('li')
    own.append(...item.paragraph.childNodes)
    item.paragraph.remove()
    own.append(...item.more)
    list.append(own)
    next += 1
  }
  return next
}
