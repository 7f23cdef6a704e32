import { sillageFetch } from '@sillage/core/http'
import { authorize, sillage } from '../../../lib/sillage'

const handle = sillageFetch(sillage, {
  authorize,
  // Written by your proxy; where there is none, by Next.
  remoteAddress: (request) => request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim(),
})

export { handle as DELETE, handle as GET, handle as HEAD, handle as PATCH, handle as POST, handle as PUT }
