import { fieldName, linkStart } from '@sillage/core/document'

/** A check of an attribute; what it throws says only that the document is not opened. */
function check(fits: (value: unknown) => boolean) {
  return (value: unknown): void => {
    if (!fits(value)) throw new RangeError()
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'

export const isAlign = check((value) => value === 'left' || value === 'center' || value === 'right')
export const isLevel = check((value) => value === 1 || value === 2 || value === 3)
export const isPixels = check((value) => value === null || typeof value === 'number')
export const isWords = check(isText)
export const isYesOrNo = check((value) => typeof value === 'boolean')
export const isField = check((value) => isText(value) && fieldName.test(value))
export const isLink = check((value) => isText(value) && linkStart.test(value.trim()))
/** A button or picture may lead nowhere yet. */
export const isMaybeLink = check((value) => value === '' || (isText(value) && linkStart.test(value.trim())))
export const isPicture = check((value) => value === '' || (isText(value) && /^https?:\/\//i.test(value)))
/** '' for equal shares. */
export const isSplit = check((value) => isText(value) && /^(?:1-1|1-2|2-1|1-1-1)?$/.test(value))
