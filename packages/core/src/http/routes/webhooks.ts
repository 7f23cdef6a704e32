import { parseInput } from '../../domain/input/parse.ts'
import {
  deliveryQuery,
  nothingInput,
  secretRotation,
  webhookInput,
  webhookPatch,
  webhookQuery,
} from '../../domain/input/webhooks.ts'
import { readInput } from '../body.ts'
import { json, noContent } from '../results.ts'
import { pageOf } from '../schemas/answers.ts'
import * as schemas from '../schemas/webhooks.ts'
import { answers, answersNothing, manage } from './route.ts'

const delivery = answers(schemas.webhookDelivery)

export const webhookRoutes = [
  manage('GET', 'listWebhooks', {
    summary: 'Webhooks, newest first',
    query: webhookQuery,
    answer: answers(pageOf(schemas.webhook)),
    handle: async ({ api, query }) => json(await api.webhooks.list(query)),
  }),
  manage('POST', 'createWebhook', {
    summary: 'Makes a webhook; its secret is in this answer only',
    body: { schema: webhookInput },
    answer: answers(schemas.createdWebhook, 201),
    handle: async ({ api, request }) => json(await api.webhooks.create(await readInput(request)), 201),
  }),
  manage('GET', 'getWebhook', {
    summary: 'One webhook',
    answer: answers(schemas.webhook),
    handle: async ({ api, id }) => json(await api.webhooks.get(id)),
  }),
  manage('PATCH', 'updateWebhook', {
    summary: 'Changes a webhook, or switches it on or off',
    body: { schema: webhookPatch },
    answer: answers(schemas.webhook),
    handle: async ({ api, id, request }) => json(await api.webhooks.update(id, await readInput(request))),
  }),
  manage('DELETE', 'deleteWebhook', {
    summary: 'Deletes a webhook and its deliveries',
    answer: answersNothing,
    async handle({ api, id }) {
      await api.webhooks.delete(id)
      return noContent
    },
  }),
  manage('POST', 'testWebhook', {
    summary: 'Sends a test now; 429 with Retry-After beyond ten a minute',
    body: { schema: nothingInput },
    answer: delivery,
    async handle({ api, id, request }) {
      parseInput(nothingInput, await readInput(request))
      return json(await api.webhooks.test(id))
    },
  }),
  manage('POST', 'rotateWebhookSecret', {
    summary: 'A new secret, in this answer only; the old one signs too for a while',
    body: { schema: secretRotation.optional() },
    answer: answers(schemas.webhookSecret),
    handle: async ({ api, id, request }) => json(await api.webhooks.rotateSecret(id, await readInput(request))),
  }),
  manage('GET', 'listDeliveries', {
    summary: 'The last hundred deliveries of a webhook, newest first',
    query: deliveryQuery,
    answer: answers(pageOf(schemas.webhookDelivery)),
    handle: async ({ api, id, query }) => json(await api.webhooks.deliveries(id, query)),
  }),
  manage('POST', 'redeliver', {
    summary: 'Sends a fact once more, now; 429 with Retry-After beyond ten a minute',
    body: { schema: nothingInput },
    answer: delivery,
    async handle({ api, id, request }) {
      parseInput(nothingInput, await readInput(request))
      return json(await api.webhooks.redeliver(id, request.params.delivery ?? ''))
    },
  }),
]
