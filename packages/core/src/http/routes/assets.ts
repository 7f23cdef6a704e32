import { z } from 'zod'
import { assetQuery } from '../../domain/input/assets.ts'
import { readBytes } from '../body.ts'
import { asset } from '../handlers/asset.ts'
import { json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, manage, open } from './route.ts'

export const assetRoutes = [
  manage('POST', 'createAsset', {
    summary: 'Stores a picture for mails, a PNG, JPEG or GIF of at most 2 MB, where the option `assets` says',
    query: assetQuery,
    body: { schema: z.string().meta({ format: 'binary' }), type: 'application/octet-stream', holds: 'picture' },
    answer: answers(schemas.asset, 201),
    async handle({ api, request, query: { name } }) {
      const { bytes } = await readBytes(request, {})
      return json(await api.assets.create({ bytes, name }), 201)
    },
  }),
  open('GET', 'asset', {
    summary: 'A picture that the store keeps; the same for ever',
    params: { name: z.string() },
    answer: { status: 200, type: 'image/png' },
    handle: asset,
  }),
]
