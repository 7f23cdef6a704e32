import { stillImage } from '../image-headers.ts'
import type { Handler } from '../types.ts'

/**
 * Always the same 43 bytes, whatever the token and whatever the store does: the answer must not reveal whether a token
 * is genuine.
 */
export const pixel: Handler = async ({ services, request }) => {
  const content = services.tracker.open(request.params.token ?? '', 'pixel', 'aggregatePixel')
  if (content !== undefined) await services.tracker.record('open', content, services.visit(request))
  return stillImage
}
