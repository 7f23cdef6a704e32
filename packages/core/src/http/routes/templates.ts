import { pageQuery, templateInput, templateReplacement } from '../../domain/input/campaigns.ts'
import { readInput } from '../body.ts'
import { ifMatchHeader, readEdit } from '../read-edit.ts'
import { json, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, answersNothing, manage } from './route.ts'

export const templateRoutes = [
  manage('GET', 'listTemplates', {
    summary: 'Stored templates',
    query: pageQuery,
    answer: answers(schemas.pageOf(schemas.template)),
    handle: async ({ api, query }) => json(await api.templates.list(query)),
  }),
  manage('POST', 'createTemplate', {
    summary: 'Stores a template',
    body: { schema: templateInput },
    answer: answers(schemas.template, 201),
    handle: async ({ api, request }) => json(await api.templates.create(await readInput(request)), 201),
  }),
  manage('GET', 'getTemplate', {
    summary: 'One template',
    answer: answers(schemas.template),
    handle: async ({ api, id }) => json(await api.templates.get(id)),
  }),
  manage('PUT', 'replaceTemplate', {
    summary: 'Replaces a template',
    headers: ifMatchHeader,
    body: { schema: templateReplacement },
    answer: answers(schemas.template),
    handle: async ({ api, request, id }) => json(await api.templates.replace(id, await readEdit(request))),
  }),
  manage('DELETE', 'deleteTemplate', {
    summary: 'Deletes a template; campaigns made from it keep their content',
    answer: answersNothing,
    async handle({ api, id }) {
      await api.templates.delete(id)
      return noContent
    },
  }),
]
