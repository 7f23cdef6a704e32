import { nothingHere } from '../errors.ts'
import type { Handler } from '../types.ts'

/**
 * A picture by its hash: whoever has the address may see it, and it never changes. Opened by itself it is a picture and
 * nothing else, whatever its bytes would be taken for.
 */
export const asset: Handler = async ({ services, request }) => {
  const picture = await services.pictures?.find(request.params.name ?? '')
  if (picture === undefined) return nothingHere()
  const { type, bytes } = picture
  return {
    kind: 'bytes',
    status: 200,
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'x-robots-tag': 'noindex, nofollow',
    },
    body: bytes,
  }
}
