import { pageQuery } from '../../domain/input/campaigns.ts'
import { suppressionInput } from '../../domain/input/recipients.ts'
import { readInput } from '../body.ts'
import { json, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, answersNothing, manage } from './route.ts'

export const suppressionRoutes = [
  manage('GET', 'listSuppressions', {
    summary: 'Addresses that are not mailed',
    query: pageQuery,
    answer: answers(schemas.pageOf(schemas.suppression)),
    handle: async ({ services, query, scope }) => json(await services.suppressions.list(query, scope)),
  }),
  manage('POST', 'createSuppression', {
    summary: 'Suppresses an address',
    body: { schema: suppressionInput },
    answer: answers(schemas.suppression, 201),
    handle: async ({ services, request, scope }) =>
      json(await services.suppressions.add(await readInput(request), scope), 201),
  }),
  manage('DELETE', 'deleteSuppression', {
    summary: 'Lifts a suppression',
    answer: answersNothing,
    async handle({ services, id, scope }) {
      await services.suppressions.delete(id, scope)
      return noContent
    },
  }),
]
