import { applyEdits, type Edit } from '../content/edits.ts'
import { atOnce } from '../kit/steps.ts'
import { readElements, type SourceElement } from './read-elements.ts'
import { createTagFinder } from './template-tags.ts'

const holdWords = new Set('td th p h1 h2 h3 h4 h5 h6 li a div span center blockquote'.split(' '))
/** In pixels: a picture so small counts who opens the mail, or keeps a distance. */
const smallest = 2

/**
 * Marks every picture, and every element that holds nothing but words, so that a template of which nobody thought that
 * it would be filled can be. A place is named after what stands in it: in a new version of the template it has its name
 * as long as its words are the same. HTML that has marks already stays as it is. Pure, in time linear in the source.
 */
export function markAll(html: string): string {
  const { elements, wordsIn } = atOnce(readElements(html))
  if (elements.some(({ marks }) => marks.length > 0)) return html
  const { hasTag } = createTagFinder(html)
  const body = elements.find(({ name }) => name === 'body')?.inner ?? { start: 0, end: html.length }
  const head = elements.find(({ name }) => name === 'head')?.inner ?? { start: 0, end: 0 }
  const isIn = ({ start }: SourceElement, span: typeof body) => start >= span.start && start < span.end

  const found = elements.filter((element) => !element.isUnread && isIn(element, body) && !isIn(element, head))
  const edits: Edit[] = []
  /** By what stands there: what is shown has a name each time, and a copy for Outlook that of what it is a copy of. */
  const shown = new Map<string, string[]>()

  function mark(element: SourceElement, name: string): void {
    const kind = element.name === 'a' || element.name === 'img' ? '' : ' data-edit-kind="line"'
    edits.push({ start: element.nameEnd, end: element.nameEnd, text: ` data-edit="${name}"${kind}` })
  }
  for (const { element, key } of placesOf(false)) {
    const names = shown.get(key) ?? []
    const name = `${element.name === 'img' ? 'picture' : 'words'}-${hashOf(key)}`
    names.push(names.length === 0 ? name : `${name}-${names.length + 1}`)
    shown.set(key, names)
    mark(element, names.at(-1) ?? name)
  }
  const copies = new Map<string, number>()
  for (const { element, key } of placesOf(true)) {
    const nth = copies.get(key) ?? 0
    copies.set(key, nth + 1)
    const name = shown.get(key)?.[nth]
    if (name !== undefined) mark(element, name)
  }
  return applyEdits(html, edits)

  function* placesOf(inComment: boolean): Generator<{ element: SourceElement; key: string }> {
    let behind = 0
    for (const element of found) {
      if (element.inComment !== inComment || element.start < behind) continue
      if (hasTag({ start: element.start, end: element.inner.end })) continue
      if (element.name === 'img') {
        const [src, alt] = ['src', 'alt'].map((name) => element.attributes.get(name)?.value ?? '')
        if (!isSmall(element)) yield { element, key: `${src} ${alt}` }
      } else if (holdWords.has(element.name) && element.hasWords && !element.hasBlocks) {
        behind = element.inner.end
        yield { element: linkIn(element), key: wordsIn(element.inner) }
      }
    }
  }
}

/** A link that is all there is: its address can be changed then. */
function linkIn(element: SourceElement): SourceElement {
  let one = element
  while (one.name !== 'a' && one.child != null && !one.hasOwnWords) one = one.child
  return one.name === 'a' ? one : element
}

function isSmall({ attributes }: SourceElement): boolean {
  return ['width', 'height'].some((name) => Number(attributes.get(name)?.value || smallest + 1) <= smallest)
}

/** A short name for a text (FNV-1a): the same each time, and hardly that of another one. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
