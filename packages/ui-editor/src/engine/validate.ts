import { fieldName, linkStart } from '@sillage/core/document'

/** A check of an attribute, which throws what ProseMirror reports when it reads a document. */
function check(fits: (value: unknown) => boolean, expected: string) {
  return (value: unknown): void => {
    if (!fits(value)) throw new RangeError(`expected ${expected}`)
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'

export const isAlign = check((value) => value === 'left' || value === 'center' || value === 'right', 'an alignment')
export const isLevel = check((value) => value === 1 || value === 2 || value === 3, 'a level of 1 to 3')
export const isPixels = check((value) => value === null || typeof value === 'number', 'a size in pixels, or null')
export const isWords = check(isText, 'text')
export const isYesOrNo = check((value) => typeof value === 'boolean', 'true or false')
export const isField = check((value) => isText(value) && fieldName.test(value), 'the name of a field')
export const isLink = check((value) => isText(value) && linkStart.test(value.trim()), 'an address that links may have')
/** A button or picture may lead nowhere yet. */
export const isMaybeLink = check((value) => value === '' || (isText(value) && linkStart.test(value.trim())), 'a link')
export const isPicture = check(
  (value) => value === '' || (isText(value) && /^https?:\/\//i.test(value)),
  'an http or https address',
)
/** '' for equal shares. */
export const isSplit = check((value) => isText(value) && /^(?:1-1|1-2|2-1|1-1-1)?$/.test(value), 'shares of columns')
