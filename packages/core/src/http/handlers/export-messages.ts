import { messageQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import type { Handler } from '../types.ts'

export const exportMessages: Handler = async ({ services, request, owner }) => {
  const id = request.params.id ?? ''
  const body = await services.statistics.exportMessages(id, parseQuery(messageQuery, request), { owner })
  return {
    kind: 'stream',
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="campaign-${id}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}
