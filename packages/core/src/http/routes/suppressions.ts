import { suppressionInput, suppressionQuery, suppressionRemoval } from '../../domain/input/recipients.ts'
import { readInput } from '../body.ts'
import { json, made, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, answersNothing, manage } from './route.ts'

export const suppressionRoutes = [
  manage('GET', 'listSuppressions', {
    summary: 'Addresses that are not mailed',
    query: suppressionQuery,
    answer: answers(schemas.pageOf(schemas.suppression)),
    handle: async ({ api, query }) => json(await api.suppressions.list(query)),
  }),
  manage('POST', 'createSuppression', {
    summary: 'Suppresses an address',
    body: { schema: suppressionInput },
    answer: answers(schemas.createdSuppression, 201),
    also: { status: 200, description: 'The suppression that was there already, unchanged' },
    handle: async ({ api, request }) => made(await api.suppressions.create(await readInput(request))),
  }),
  manage('DELETE', 'deleteSuppression', {
    summary: 'Lifts a suppression, or one of its reasons',
    query: suppressionRemoval,
    answer: answersNothing,
    async handle({ api, id, query }) {
      await api.suppressions.delete(id, query)
      return noContent
    },
  }),
]
