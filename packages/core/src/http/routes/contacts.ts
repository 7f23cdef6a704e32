import { z } from 'zod'
import * as inputs from '../../domain/input/recipients.ts'
import { bodyStream, readInput } from '../body.ts'
import { json, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, answersNothing, manage } from './route.ts'

export const contactRoutes = [
  manage('POST', 'importContacts', {
    summary:
      'Adds contacts from CSV with a header line; UTF-8 or Windows-1252, separated by comma, semicolon or tab. Columns are found by their usual English and French names, or by the headers the query gives',
    query: inputs.importQuery,
    body: { schema: z.string(), type: 'text/csv' },
    answer: answers(schemas.importReport),
    async handle({ services, request, query, scope }) {
      const named = Object.entries(query)
      const columns =
        named.length === 0 ? undefined : Object.fromEntries(named.map(([column, header]) => [header, column]))
      return json(await services.contacts.import(bodyStream(request), { columns }, scope))
    },
  }),
  manage('GET', 'listContacts', {
    summary: 'Searches the directory',
    query: inputs.contactQuery,
    answer: answers(schemas.contactPage),
    handle: async ({ services, query, scope }) => json(await services.contacts.search(query, scope)),
  }),
  manage('POST', 'createContact', {
    summary: 'Adds a contact',
    body: { schema: inputs.contactInput },
    answer: answers(schemas.contact, 201),
    handle: async ({ services, request, scope }) =>
      json(await services.contacts.create(await readInput(request), scope), 201),
  }),
  manage('GET', 'getContact', {
    summary: 'One contact',
    answer: answers(schemas.contact),
    handle: async ({ services, id, scope }) => json(await services.contacts.get(id, scope)),
  }),
  manage('PATCH', 'updateContact', {
    summary: 'Changes a contact',
    body: { schema: inputs.contactPatch },
    answer: answers(schemas.contact),
    handle: async ({ services, request, id, scope }) =>
      json(await services.contacts.update(id, await readInput(request), scope)),
  }),
  manage('DELETE', 'deleteContact', {
    summary: 'Deletes a contact',
    answer: answersNothing,
    async handle({ services, id, scope }) {
      await services.contacts.delete(id, scope)
      return noContent
    },
  }),
  manage('GET', 'listCompanies', {
    summary: 'Companies of the directory with their number of contacts',
    query: inputs.companyQuery,
    answer: answers(schemas.pageOf(schemas.company)),
    handle: async ({ services, query, scope }) => json(await services.contacts.companies(query, scope)),
  }),
]
