import { pixelGif } from '../../content/pixel.ts'
import { imageHeaders } from '../image-headers.ts'
import type { Handler, HttpResult } from '../types.ts'

const still: HttpResult = {
  kind: 'bytes',
  status: 200,
  headers: { ...imageHeaders, 'content-length': String(pixelGif.length) },
  body: pixelGif,
}

/** An image that goes on as long as it is looked at; a still one where that cannot be measured. */
export const read: Handler = async ({ services, request }) => {
  const content = services.tracker.open(request.params.token ?? '', 'read')
  if (content === undefined || services.readTime === undefined || request.method === 'HEAD') return still
  const body = services.readTime.open(content, services.visit(request))
  return body === undefined
    ? still
    : { kind: 'stream', status: 200, headers: { ...imageHeaders, 'x-accel-buffering': 'no' }, body }
}
