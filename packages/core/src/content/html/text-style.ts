/** What an element's `style` and attributes mean for the text of a mail. */
export interface TextStyle {
  /** Nobody sees what is in it. */
  hidden: boolean
  /** Whether letters in it can be seen; undefined where that is as around it. */
  letters: boolean | undefined
  /** It stands on lines of its own, or beside others with a gap; undefined where its name says so. */
  display: 'block' | 'apart' | undefined
}

const displays: Readonly<Record<string, 'block' | 'apart' | undefined>> = {
  block: 'block',
  flex: 'block',
  grid: 'block',
  table: 'block',
  'list-item': 'block',
  'table-row': 'block',
  'inline-block': 'apart',
  'inline-flex': 'apart',
  'inline-table': 'apart',
  'table-cell': 'apart',
}

/**
 * Reads a `style`. Preview lines are hidden by `display`, `visibility` and `opacity`, and by a height that is nothing
 * where what flows over it is not shown. Letters without size are hidden up to where they have one again: columns have
 * none, so that no gap is between them. `mso-hide` hides from Outlook alone, which has a button drawn beside.
 */
export function readStyle(style: string): TextStyle {
  const found = new Map<string, string>()
  for (const declaration of style.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':')
    if (colon > 0)
      found.set(
        declaration.slice(0, colon).trim(),
        declaration
          .slice(colon + 1)
          .split('!', 1)[0]
          ?.trim() ?? '',
      )
  }
  const value = (name: string) => found.get(name)
  const isNothing = (name: string) => Number.parseFloat(value(name) ?? '1') === 0
  const flowsOver = value('overflow') === 'visible' || (!found.has('overflow') && found.has('position'))
  const display = value('display')
  const visibility = value('visibility')
  const size = value('font-size') ?? value('font')
  return {
    hidden:
      display === 'none' ||
      visibility === 'hidden' ||
      visibility === 'collapse' ||
      isNothing('opacity') ||
      (isNothing('max-height') && !flowsOver),
    letters: size === undefined || size === 'inherit' ? undefined : Number.parseFloat(size) !== 0,
    display: display !== undefined && Object.hasOwn(displays, display) ? displays[display] : undefined,
  }
}

/** What most elements have. */
export const plainStyle: TextStyle = { hidden: false, letters: undefined, display: undefined }
