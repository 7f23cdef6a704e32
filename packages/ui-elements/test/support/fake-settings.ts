import type {
  ErrorCode,
  RouteId,
  Setting,
  SettingKey,
  Template,
  Webhook,
  WebhookDelivery,
  WebhookInput,
} from '@sillage/core/browser'
import { templates } from './fake-data.ts'

/** The routes that are answered here, by method. */
export const settingsRoutes: Record<string, readonly RouteId[]> = {
  GET: ['getTemplate', 'getSetting', 'listWebhooks', 'listDeliveries'],
  POST: ['createTemplate', 'createWebhook', 'testWebhook', 'rotateWebhookSecret', 'redeliver', 'createAsset'],
  PUT: ['putSetting'],
  PATCH: ['updateTemplate', 'updateWebhook'],
  DELETE: ['deleteTemplate', 'deleteWebhook'],
}

const at = '2026-03-04T10:30:00.000Z'

export function webhook(part: Partial<Webhook> = {}): Webhook {
  return {
    id: 'w1',
    url: 'https://crm.example/in',
    events: ['*'],
    machines: false,
    description: null,
    enabled: true,
    disabledReason: null,
    lagging: false,
    failingSince: null,
    createdAt: at,
    updatedAt: at,
    ...part,
  }
}

export function delivery(part: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return {
    id: 'd1',
    eventId: 'e1',
    type: 'message.sent',
    status: 'delivered',
    attempts: 1,
    at,
    answer: 204,
    error: null,
    durationMs: 41,
    nextTryAt: null,
    ...part,
  }
}

type Refuse = (code: ErrorCode, message: string, field?: string) => Response

/** What the rooms for templates, settings and webhooks read and change. */
export function createFakeSettings(state: { templates: Template[] }, refuse: Refuse) {
  const values: Partial<Record<SettingKey, Partial<Setting>>> = {}
  const kept = {
    values,
    webhooks: [] as Webhook[],
    deliveries: [] as WebhookDelivery[],
    /** What a test, or a delivery that is sent again, comes to. */
    tried: delivery({ type: 'webhook.test' }),
  }
  const page = (items: readonly object[]) => Response.json({ items, next: null })
  const gone = () => refuse('not_found', 'It is not there.')
  const setting = (key: SettingKey) => ({ key, value: null, fixed: false, updatedAt: null, ...values[key] })

  function update(template: Template, { ifRevision, ...patch }: { ifRevision?: number }): Response {
    const { revision, updatedAt } = template
    if (ifRevision !== undefined && ifRevision !== revision) {
      const details = { revision, updatedAt }
      return Response.json({ error: { code: 'edit_conflict', message: 'Changed.', details } }, { status: 409 })
    }
    return Response.json(Object.assign(template, patch, { revision: revision + 1 }))
  }

  return Object.assign(kept, {
    answer(
      { route, body, url }: { route: RouteId | undefined; body: unknown; url: URL },
      id = '',
    ): Response | undefined {
      const template = state.templates.find((one) => one.id === id)
      const known = kept.webhooks.find((one) => one.id === id)
      switch (route) {
        case 'getTemplate':
          return template === undefined ? gone() : Response.json(template)
        case 'createTemplate': {
          const id = `t${state.templates.length + 1}`
          const made = { ...templates()[0], id, ...(body as object) } as Template
          state.templates.push(made)
          return Response.json(made, { status: 201 })
        }
        case 'updateTemplate':
          return template === undefined ? gone() : update(template, body as object)
        case 'deleteTemplate':
          state.templates = state.templates.filter((one) => one !== template)
          return template === undefined ? gone() : new Response(null, { status: 204 })
        case 'getSetting':
          return Response.json(setting(id as SettingKey))
        case 'putSetting':
          values[id as SettingKey] = { ...(body as object), updatedAt: new Date().toISOString() }
          return Response.json(setting(id as SettingKey))
        case 'createAsset':
          return Response.json({ url: `https://files.example/${url.searchParams.get('name')}`, width: 640, height: 80 })
        case 'listWebhooks':
          return page(kept.webhooks)
        case 'createWebhook': {
          const made = webhook({ ...(body as WebhookInput as Partial<Webhook>), id: `w${kept.webhooks.length + 1}` })
          kept.webhooks.unshift(made)
          return Response.json({ ...made, secret: 'whsec_first' }, { status: 201 })
        }
        case 'updateWebhook':
          return known === undefined ? gone() : Response.json(Object.assign(known, body, { updatedAt: at }))
        case 'deleteWebhook':
          kept.webhooks = kept.webhooks.filter((one) => one !== known)
          return known === undefined ? gone() : new Response(null, { status: 204 })
        case 'rotateWebhookSecret':
          return Response.json({ secret: 'whsec_second' })
        case 'testWebhook':
        case 'redeliver':
          return Response.json(kept.tried)
        case 'listDeliveries': {
          const failed = url.searchParams.get('failed') === 'true'
          return page(kept.deliveries.filter(({ status }) => !failed || status !== 'delivered'))
        }
        default:
          return undefined
      }
    },
  })
}
