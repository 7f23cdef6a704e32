import type { CampaignAction } from '../domain/campaign.ts'
import type { RouteId } from '../domain/names.ts'
import type { Page, PageQuery } from '../domain/page.ts'
import { pages } from '../domain/pages.ts'
import { unexpectedAnswer } from './answer-error.ts'
import { checkJson } from './check-json.ts'
import type { Client } from './client.ts'
import { csvText } from './csv-text.ts'
import type { Requests } from './requests.ts'

type Params = Record<string, string>

/**
 * The namespaces of `createClient` on requests that exist already: each method by its route. The compiler asks for one
 * that is new.
 */
export function createNamespaces({ url, request, read, get, ...requests }: Requests): Omit<Client, 'live' | 'watch'> {
  const { remove } = requests

  const list = <T, P extends Page<T> = Page<T>>(id: RouteId, query?: PageQuery, params?: () => Params) =>
    pages<T, P>(async (cursor) => {
      const next = cursor === undefined ? {} : { cursor }
      const page = await get<P>(id, params?.(), { ...query, ...next })
      return Array.isArray(page?.items) ? page : expectedPage()
    })

  const send = async <T>(method: string, id: RouteId, params: Params, input: unknown = {}) => {
    checkJson(input)
    return requests.send<T>(method, id, params, input)
  }
  const post = <T>(id: RouteId, input: unknown) => send<T>('POST', id, {}, input)
  const control = (action: CampaignAction) => (id: string, input?: object) =>
    send<Awaited<ReturnType<Client['campaigns']['get']>>>('POST', 'controlCampaign', { id, action }, input)

  return {
    campaigns: {
      create: (input) => post('createCampaign', input),
      get: (id) => get('getCampaign', { id }),
      count: (recipients) => post('countRecipients', recipients),
      people: (query) => post('listPeople', query),
      list: (query) => list('listCampaigns', query),
      update: (id, patch) => send('PATCH', 'updateCampaign', { id }, patch),
      delete: (id) => remove('deleteCampaign', id),
      start: (id) => control('start')(id),
      pause: (id) => control('pause')(id),
      resume: (id) => control('resume')(id),
      cancel: (id) => control('cancel')(id),
      retry: control('retry'),
      sendTest: (input) => post('sendTest', input),
      preview: (input) => post('previewContent', input),
      check: (input) => post('checkContent', input),
      stats: (id) => get('getStats', { id }),
      timeline: (id, query) => get('getTimeline', { id }, query),
      programs: (id) => get('getPrograms', { id }),
    },
    streams: {
      put: (key, input) => send('PUT', 'putStream', { key }, input),
      get: (key) => get('getStream', { key }),
      list: (query) => list('listStreams', query),
      update: (key, patch) => send('PATCH', 'updateStream', { key }, patch),
      delete: (key) => remove('deleteStream', key),
      pause: (key) => send('POST', 'controlStream', { key, action: 'pause' }),
      resume: (key) => send('POST', 'controlStream', { key, action: 'resume' }),
      retry: (key, input) => send('POST', 'controlStream', { key, action: 'retry' }, input),
      stats: (key, query) => get('getStreamStats', { key }, query),
      timeline: (key, query) => get('getStreamTimeline', { key }, query),
    },
    attachments: {
      create: ({ content, ...named }) =>
        read(url('createAttachment', {}, named), {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: content as RequestInit['body'] & {},
        }),
    },
    messages: {
      list(query) {
        const { campaignId: id, stream: key, contactId, ...asked } = { ...query }
        if (contactId !== undefined) return list('listContactMessages', asked, () => ({ id: contactId }))
        return key === undefined
          ? list('listMessages', asked, () => ({ id: id ?? '' }))
          : list('listStreamMessages', asked, () => ({ key }))
      },
      send(input) {
        const { stream, ...message } = input
        return send('POST', 'sendMessage', { key: keyOf(stream) }, message)
      },
      track(input) {
        const { stream, ...mail } = input
        return send('POST', 'trackMessage', { key: keyOf(stream) }, mail)
      },
      get: (id) => get('getMessage', { id }),
      cancel: (id) => read(url('cancelMessage', { id }), { method: 'DELETE' }),
      events: (id, query) => list('listEvents', query, () => ({ id })),
      async exportCsv({ campaignId: id, stream: key, ...query }) {
        const target =
          key === undefined
            ? url('exportMessages', { id: id ?? '' }, query)
            : url('exportStreamMessages', { key }, query)
        return csvText(await request(target, { headers: { accept: 'text/csv' } }))
      },
    },
    templates: {
      list: (query) => list('listTemplates', query),
      get: (id) => get('getTemplate', { id }),
      create: (input) => post('createTemplate', input),
      put: (id, input) => send('PUT', 'putTemplate', { id }, input),
      update: (id, patch) => send('PATCH', 'updateTemplate', { id }, patch),
      delete: (id) => remove('deleteTemplate', id),
    },
    contacts: {
      list: (query) => list('listContacts', query),
      get: (id) => get('getContact', { id }),
      create: (input) => post('createContact', input),
      update: (id, patch) => send('PATCH', 'updateContact', { id }, patch),
      delete: (id) => remove('deleteContact', id),
      companies: (query) => list('listCompanies', query),
      tags: (query) => list('listTags', query),
      import: (file, { columns = {} } = {}) => {
        const query = Object.fromEntries(Object.entries(columns).map(([header, column]) => [column, header]))
        const target = url('importContacts', {}, query)
        return read(target, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file })
      },
    },
    recipients: {
      get: (email) => post('getRecipient', { email }),
      unsubscribe: (email, options) => post('unsubscribeRecipient', { ...options, email }),
      resubscribe: (email, options) => post('resubscribeRecipient', { ...options, email }),
      consent: (email, consent) => post('consentRecipient', { email, consent }),
      export: (email) => post('exportRecipient', { email }),
      erase: (email) => post('eraseRecipient', { email }),
    },
    suppressions: {
      list: (query) => list('listSuppressions', query),
      create: (input) => post('createSuppression', input),
      delete: (id, which) => remove('deleteSuppression', id, which),
    },
    webhooks: {
      create: (input) => post('createWebhook', input),
      get: (id) => get('getWebhook', { id }),
      list: (query) => list('listWebhooks', query),
      update: (id, patch) => send('PATCH', 'updateWebhook', { id }, patch),
      delete: (id) => remove('deleteWebhook', id),
      test: (id) => send('POST', 'testWebhook', { id }),
      rotateSecret: (id, options) => send('POST', 'rotateWebhookSecret', { id }, options),
      deliveries: (id, query) => list('listDeliveries', query, () => ({ id })),
      redeliver: (id, delivery) => send('POST', 'redeliver', { id, delivery }),
    },
    assets: {
      create: ({ bytes, name }) =>
        read(url('createAsset', {}, { name }), {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: bytes as RequestInit['body'] & {},
        }),
    },
    brand: { get: () => get('getBrand') },
    transports: { list: () => get('listTransports') },
  }
}

const keyOf = (stream: string | { key: string }): string => (typeof stream === 'string' ? stream : stream.key)

function expectedPage(): never {
  throw unexpectedAnswer('No page of a list', 200)
}
