/** Elements of mails that show words and pictures, and do nothing. Of all others only what stands in them is drawn. */
const elements = new Set(
  'a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr'.split(
    ' ',
  ),
)

/** Elements whose content is no part of what is seen, or would run. */
const dropped = new Set(
  'applet audio canvas embed frameset iframe math noembed noframes noscript object script select style svg template textarea title video'.split(
    ' ',
  ),
)

const attributes = new Set(
  'align alt bgcolor border cellpadding cellspacing class clear color cols colspan data-edit data-edit-words dir face height hidden hspace id lang nowrap rowspan rules scope size span start type valign value vspace width'.split(
    ' ',
  ),
)

/** `undefined`: its content alone; null: nothing of it. Landmarks would be those of the page around it. */
export function elementFor(name: string): string | undefined | null {
  if (elements.has(name)) return name
  if (/^(?:article|aside|footer|header|main|nav|section)$/.test(name)) return 'div'
  return dropped.has(name) ? null : undefined
}

/** The value of an attribute as it may stand in the page; undefined: not at all. */
export function attributeFor(element: string, name: string, value: string): string | undefined {
  if (attributes.has(name)) return value
  if (name === 'role') return /^(?:presentation|none)$/i.test(value) ? value : undefined
  // A preview loads pictures as well; where an address has fields there is no picture yet.
  const loads = (name === 'src' && element === 'img') || name === 'background'
  return loads && /^(?:https?:\/\/|data:image\/)[^{}]*$/i.test(value.trim()) ? value : undefined
}
