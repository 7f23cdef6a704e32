import { imageHeaders, stillImage } from '../image-headers.ts'
import type { Handler } from '../types.ts'

/** An image that keeps loading as long as it is shown; a still one where that cannot be measured. */
export const read: Handler = async ({ services, request }) => {
  const content = services.tracker.open(request.params.token ?? '', 'read')
  if (content === undefined || services.readTime === undefined || request.method === 'HEAD') return stillImage
  const body = services.readTime.open(content, services.visit(request))
  return body === undefined
    ? stillImage
    : { kind: 'stream', status: 200, headers: { ...imageHeaders, 'x-accel-buffering': 'no' }, body }
}
