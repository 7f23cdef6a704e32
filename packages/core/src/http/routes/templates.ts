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
    handle: async ({ services, query, scope }) => json(await services.templates.list(query, scope)),
  }),
  manage('POST', 'createTemplate', {
    summary: 'Stores a template',
    body: { schema: templateInput },
    answer: answers(schemas.template, 201),
    handle: async ({ services, request, scope }) =>
      json(await services.templates.create(await readInput(request), scope), 201),
  }),
  manage('GET', 'getTemplate', {
    summary: 'One template',
    answer: answers(schemas.template),
    handle: async ({ services, id, scope }) => json(await services.templates.get(id, scope)),
  }),
  manage('PUT', 'replaceTemplate', {
    summary: 'Replaces a template',
    headers: ifMatchHeader,
    body: { schema: templateReplacement },
    answer: answers(schemas.template),
    handle: async ({ services, request, id, scope }) =>
      json(await services.templates.replace(id, await readEdit(request), scope)),
  }),
  manage('DELETE', 'deleteTemplate', {
    summary: 'Deletes a template; campaigns made from it keep their content',
    answer: answersNothing,
    async handle({ services, id, scope }) {
      await services.templates.delete(id, scope)
      return noContent
    },
  }),
]
