import { segmentQuery, selectionInput } from '../../domain/input/campaigns.ts'
import { parseInput } from '../../domain/input/parse.ts'
import * as inputs from '../../domain/input/recipients.ts'
import { readInput } from '../body.ts'
import { json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import * as people from '../schemas/people-answers.ts'
import { answers, manage } from './route.ts'

const state = answers(schemas.recipientState)

/** Addresses are in bodies: logs keep URLs. */
export const recipientRoutes = [
  manage('POST', 'countRecipients', {
    summary: 'Whom a selection would reach; stores nothing',
    writes: false,
    body: { schema: selectionInput, holds: 'selection' },
    answer: answers(people.selectionCount),
    handle: async ({ api, request }) => json(await api.campaigns.count(await readInput(request))),
  }),
  manage('POST', 'listPeople', {
    summary: 'The people of a segment, page by page; what is asked for may be too long for a URL',
    writes: false,
    body: { schema: segmentQuery },
    answer: answers(schemas.pageOf(people.segmentPerson)),
    handle: async ({ api, request }) => json(await api.campaigns.people(await readInput(request))),
  }),
  manage('POST', 'getRecipient', {
    summary: 'What an address decided, and whether it may be mailed; everybody has a state',
    writes: false,
    body: { schema: inputs.addressInput },
    answer: state,
    async handle({ api, request }) {
      const { email } = parseInput(inputs.addressInput, await readInput(request))
      return json(await api.recipients.get(email))
    },
  }),
  manage('POST', 'unsubscribeRecipient', {
    summary: 'Holds an address back from a topic, or from everything',
    body: { schema: inputs.unsubscribeInput },
    answer: state,
    async handle({ api, request }) {
      const { email, ...options } = parseInput(inputs.unsubscribeInput, await readInput(request))
      return json(await api.recipients.unsubscribe(email, options))
    },
  }),
  manage('POST', 'resubscribeRecipient', {
    summary: 'Takes an unsubscription back; never a bounce, a complaint or an erasure',
    body: { schema: inputs.resubscribeInput },
    answer: state,
    async handle({ api, request }) {
      const { email, ...options } = parseInput(inputs.resubscribeInput, await readInput(request))
      return json(await api.recipients.resubscribe(email, options))
    },
  }),
  manage('POST', 'consentRecipient', {
    summary: 'Stores what may be measured of an address, also of mails that are out',
    body: { schema: inputs.consentChange },
    answer: state,
    async handle({ api, request }) {
      const { email, consent } = parseInput(inputs.consentChange, await readInput(request))
      return json(await api.recipients.consent(email, consent))
    },
  }),
  manage('POST', 'exportRecipient', {
    summary: 'Everything that is kept of a person',
    writes: false,
    body: { schema: inputs.addressInput },
    answer: answers(schemas.recipientExport),
    async handle({ api, request }) {
      const { email } = parseInput(inputs.addressInput, await readInput(request))
      return json(await api.recipients.export(email))
    },
  }),
  manage('POST', 'eraseRecipient', {
    summary: 'Removes a person everywhere; figures stay true',
    body: { schema: inputs.addressInput },
    answer: answers(schemas.erased),
    async handle({ api, request }) {
      const { email } = parseInput(inputs.addressInput, await readInput(request))
      return json(await api.recipients.erase(email))
    },
  }),
]
