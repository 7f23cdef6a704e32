import { z } from 'zod'
import { uploadQuery } from '../../domain/input/attachments.ts'
import { readBytes } from '../body.ts'
import { json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, manage } from './route.ts'

export const attachmentRoutes = [
  manage('POST', 'createAttachment', {
    summary: 'Stores a file for campaigns, previews and tests; what nothing uses for a day is deleted',
    query: uploadQuery,
    body: { schema: z.string().meta({ format: 'binary' }), type: 'application/octet-stream', holds: 'file' },
    answer: answers(schemas.upload, 201),
    async handle({ api, request, query }) {
      const { bytes } = await readBytes(request, {})
      return json(await api.attachments.create({ ...query, content: bytes }), 201)
    },
  }),
]
