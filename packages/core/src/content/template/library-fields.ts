/**
 * The fields the library gives to templates. They win over a recipient's fields of the same name and are never tracked.
 */
export const libraryFields = ['unsubscribeUrl', 'preferencesUrl', 'viewUrl', 'trackingPixel'] as const
/** The name of one of them. */
export type LibraryField = (typeof libraryFields)[number]
/** Those that are URLs; `trackingPixel` is a place for an image. */
export type LibraryUrlField = Exclude<LibraryField, 'trackingPixel'>

export function isLibraryField(field: string): field is LibraryField {
  return (libraryFields as readonly string[]).includes(field)
}

export function isLibraryUrl(field: string): field is LibraryUrlField {
  return field !== 'trackingPixel' && isLibraryField(field)
}
