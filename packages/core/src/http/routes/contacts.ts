import { z } from 'zod'
import { pageQuery } from '../../domain/input/campaigns.ts'
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
    async handle({ api, request, query }) {
      const named = Object.entries(query)
      const columns =
        named.length === 0 ? undefined : Object.fromEntries(named.map(([column, header]) => [header, column]))
      return json(await api.contacts.import(bodyStream(request), { columns }))
    },
  }),
  manage('GET', 'listContacts', {
    summary: 'Searches the directory',
    query: inputs.contactQuery,
    answer: answers(schemas.contactPage),
    handle: async ({ api, query }) => json(await api.contacts.list(query)),
  }),
  manage('POST', 'createContact', {
    summary: 'Adds a contact',
    body: { schema: inputs.contactInput },
    answer: answers(schemas.contact, 201),
    handle: async ({ api, request }) => json(await api.contacts.create(await readInput(request)), 201),
  }),
  manage('GET', 'getContact', {
    summary: 'One contact',
    answer: answers(schemas.contact),
    handle: async ({ api, id }) => json(await api.contacts.get(id)),
  }),
  manage('PATCH', 'updateContact', {
    summary: 'Changes a contact',
    body: { schema: inputs.contactPatch },
    answer: answers(schemas.contact),
    handle: async ({ api, request, id }) => json(await api.contacts.update(id, await readInput(request))),
  }),
  manage('DELETE', 'deleteContact', {
    summary: 'Deletes a contact',
    answer: answersNothing,
    async handle({ api, id }) {
      await api.contacts.delete(id)
      return noContent
    },
  }),
  manage('GET', 'listContactMessages', {
    summary: 'What a contact was sent, by campaigns and streams, newest first',
    query: pageQuery,
    answer: answers(schemas.pageOf(schemas.messageItem)),
    handle: async ({ api, id, query }) => json(await api.messages.list({ ...query, contactId: id })),
  }),
  manage('GET', 'listCompanies', {
    summary: 'Companies of the directory with their number of contacts',
    query: inputs.namesQuery,
    answer: answers(schemas.pageOf(schemas.company)),
    handle: async ({ api, query }) => json(await api.contacts.companies(query)),
  }),
  manage('GET', 'listTags', {
    summary: 'Tags of the directory with their number of contacts',
    query: inputs.namesQuery,
    answer: answers(schemas.pageOf(schemas.tag)),
    handle: async ({ api, query }) => json(await api.contacts.tags(query)),
  }),
]
