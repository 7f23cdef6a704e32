import { encodeAttribute } from './html/attribute.ts'

/**
 * A transparent image of one pixel: the 43-byte GIF (GIF89a, one frame) that every client decodes. Shared: do not write
 * into it.
 */
export const pixelGif: Uint8Array = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==',
  'base64',
)

/**
 * From this many bytes of HTML on, the pixel goes to the top and an author is warned: Gmail cuts a mail off at about
 * 102 KB.
 */
export const clipBytes = 100_000

const beforeSource = '<img src="'
const afterSource =
  '" width="1" height="1" alt="" border="0" style="display:block;width:1px;height:1px;border:0;margin:0;padding:0">'

/**
 * The image that shows an open, as markup; the URL is escaped for its attribute. With width and height (without them
 * Outlook shows an empty row) and without `display:none` (with it Gmail does not load the image). `alt` is empty, so
 * that screen readers pass over it.
 */
export function pixelMarkup(url: string): string {
  return beforeSource + encodeAttribute(url, '"') + afterSource
}

/** `{{trackingPixel}}`, where an author says where the pixel goes. */
export const pixelPlaceholder = /\{\{\s*trackingPixel\s*\}\}/g
