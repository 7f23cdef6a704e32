import type { MountedRoute } from '../../packages/core/src/http/index.ts'
import type { RouteId, TokenKind } from '../../packages/core/src/index.ts'
import { hostileForm } from './forms.ts'
import type { Asked, Host } from './host.ts'
import { hostileFile } from './imports.ts'
import { type Hostile, pick, type Random, sizeOf } from './kinds.ts'
import { largeJson } from './large-json.ts'
import { hostilePreview } from './previews.ts'

const content = { subject: 's {{name}}', html: '<p>{{name}} <a href="https://x.example/">x</a></p>' }
const email = 'p1@example.org'
/** Bodies that are taken; from here one field is made hostile. */
const bodies: Partial<Record<RouteId, object>> = {
  createCampaign: { name: 'n', ...content, recipients: [{ email }], start: false },
  updateCampaign: { name: 'n' },
  controlCampaign: { include: ['failed'] },
  sendTest: { to: email, ...content },
  previewContent: { ...content, data: { name: 'x' } },
  checkContent: { ...content, data: { name: 'x' } },
  createTemplate: { name: 'n', ...content },
  putTemplate: { name: 'n', ...content },
  updateTemplate: { name: 'n' },
  updateContact: { name: 'n' },
  consentRecipient: { email, consent: { opens: true } },
}
const others = ['data', 'headers', 'recipients', 'messageIds', 'text', 'html', 'tags', 'consent', 'replyTo', 'x']

const kinds: Partial<Record<RouteId, TokenKind>> = {
  pixel: 'pixel',
  click: 'click',
  read: 'read',
  view: 'view',
  unsubscribe: 'unsubscribe',
  showUnsubscribe: 'unsubscribe',
  preferences: 'preferences',
  showPreferences: 'preferences',
}

/** Node takes 16 KB of headers, the URL included. */
const LONGEST = 15_000
const parts = [
  'a',
  '%',
  '%41',
  '&',
  'a=',
  '=&',
  ' ',
  ',',
  ' ,',
  ', ',
  ';',
  '1',
  '.',
  '/',
  '"',
  '[',
  'é',
  '\u0000',
  '{{',
]
const headerNames = [
  'user-agent',
  'accept-language',
  'x-forwarded-for',
  'x-forwarded-host',
  'cookie',
  'if-match',
  'if-none-match',
  'last-event-id',
  'content-type',
  'origin',
  'sec-purpose',
  'idempotency-key',
]
const tables = [
  'limit=200',
  'limit=200&sort=lastOpenAt',
  'limit=200&q=a',
  'limit=1&cursor=x',
  'q=%25_%25',
  'bucket=hour',
]

/** One request of a route: what it takes, with something in it that takes long. */
export function hostileRequest(host: Host, route: MountedRoute, random: Random): Hostile {
  if (route.id === 'importContacts') return hostileFile(host, random)
  if ((route.id === 'preferences' || route.id === 'unsubscribe') && random() < 0.5) return hostileForm(host, random)
  if (route.id === 'previewContent' && random() < 0.5) return hostilePreview(host, random)
  const asked: Asked = { route: route.id, params: paramsOf(host, route, random), headers: {} }
  let what = ''
  if (route.access === 'manage' && route.method !== 'GET' && route.method !== 'DELETE') {
    const body = bodies[route.id] ?? { email }
    const json = largeJson(random, body, [...Object.keys(body), ...others])
    asked.headers = { 'content-type': 'application/json' }
    asked.body = json.pieces()
    what = json.what
  }
  if (what === '' || random() < 0.2) {
    const part = pick(random, parts)
    const long = part.repeat(sizeOf(random, 10, LONGEST) / part.length)
    const place = pick(random, ['query', 'table', 'header', 'param'] as const)
    if (place === 'query') asked.query = long
    else if (place === 'table') asked.query = pick(random, tables)
    else if (place === 'header') asked.headers = { ...asked.headers, [pick(random, headerNames)]: long }
    else for (const name in asked.params) asked.params[name] = long
    what += ` ${place} ${place === 'table' ? asked.query : `${JSON.stringify(part)} × ${long.length / part.length}`}`
  }
  return { what: what.trim(), give: () => host.ask(asked) }
}

function paramsOf(host: Host, { id, path, method }: MountedRoute, random: Random): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [, name = ''] of path.matchAll(/:(\w+)/g)) {
    if (name === 'token') params.token = host.token(kinds[id] ?? 'pixel')
    else if (name === 'action') params.action = pick(random, ['pause', 'resume', 'cancel', 'retry'])
    // What is deleted or changed is not what others read.
    else params[name] = method === 'DELETE' ? '999' : method === 'GET' ? '1' : '2'
  }
  return params
}
