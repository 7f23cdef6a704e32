import { pageQuery, templateContent, templateInput, templatePatch } from '../../domain/input/campaigns.ts'
import { readInput } from '../body.ts'
import { ifMatchHeader, readEdit } from '../read-edit.ts'
import { json, made, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, answersNothing, manage } from './route.ts'

export const templateRoutes = [
  manage('GET', 'listTemplates', {
    summary: 'Stored templates',
    query: pageQuery,
    answer: answers(schemas.pageOf(schemas.templateItem)),
    handle: async ({ api, query }) => json(await api.templates.list(query)),
  }),
  manage('POST', 'createTemplate', {
    summary: 'Stores a template',
    body: { schema: templateInput, holds: 'content' },
    answer: answers(schemas.createdTemplate, 201),
    also: { status: 200, description: 'The template that the same `key` had made before' },
    handle: async ({ api, request }) => made(await api.templates.create(await readInput(request))),
  }),
  manage('GET', 'getTemplate', {
    summary: 'One template, by its id or key',
    answer: answers(schemas.template),
    handle: async ({ api, id }) => json(await api.templates.get(id)),
  }),
  manage('PUT', 'putTemplate', {
    summary: 'Makes the template of this key, or makes it so',
    headers: ifMatchHeader,
    body: { schema: templateContent, holds: 'content' },
    answer: answers(schemas.createdTemplate, 201),
    also: { status: 200, description: 'It was there, and is now so' },
    handle: async ({ api, request, id }) => made(await api.templates.put(id, await readEdit(request))),
  }),
  manage('PATCH', 'updateTemplate', {
    summary: 'Changes a template, by its id or key',
    headers: ifMatchHeader,
    body: { schema: templatePatch, holds: 'content' },
    answer: answers(schemas.template),
    handle: async ({ api, request, id }) => json(await api.templates.update(id, await readEdit(request))),
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
