import { pixelGif } from '../content/pixel.ts'
import type { HttpResult } from './exchange.ts'

/** Never cached anywhere, so that each view is a request; loadable from any page; no validators, so no 304. */
export const imageHeaders = {
  'content-type': 'image/gif',
  'cache-control': 'no-store, no-cache, must-revalidate, private, max-age=0',
  pragma: 'no-cache',
  expires: '0',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'cross-origin',
} as const

/** The picture of one transparent dot that every tracking image is, or begins as. */
export const stillImage: HttpResult = {
  kind: 'bytes',
  status: 200,
  headers: { ...imageHeaders, 'content-length': String(pixelGif.length) },
  body: pixelGif,
}
