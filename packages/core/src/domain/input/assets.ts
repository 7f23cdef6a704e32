import { z } from 'zod'
import { filename } from './attachments.ts'

export const assetInput = z.strictObject({
  bytes: z.instanceof(Uint8Array, { error: 'expected the bytes of a picture' }),
  name: filename,
})
export const assetQuery = z.strictObject({ name: filename })
