import type {
  Campaign,
  CampaignListItem,
  CampaignStats,
  Company,
  Contact,
  EventItem,
  MessageItem,
  MessageStatus,
  Tag,
  Template,
  Timeline,
} from '@sillage/core/browser'
import { rates } from '@sillage/core/browser'

/** A campaign with everything filled in; `part` has what matters to the test. */
export function campaign(part: Partial<Campaign> & { opened?: number; clicked?: number } = {}): FakeCampaign {
  const { opened = 0, clicked = 0, ...rest } = part
  return {
    id: '1',
    key: null,
    name: 'November letter',
    subject: 'News for {{name}}',
    preheader: null,
    from: 'hello@harbour.example',
    replyTo: [],
    html: '<p>Hello {{name}}</p>',
    text: null,
    document: null,
    attachments: [],
    templateId: null,
    delayMs: 1000,
    jitterMs: 0,
    limits: {},
    concurrency: null,
    headers: {},
    tracking: { opens: true, clicks: true, readTime: true },
    topic: null,
    onUnknown: 'hold',
    transport: null,
    hours: null,
    notAfter: null,
    waitsUntil: null,
    outage: null,
    status: 'completed',
    revision: 1,
    total: 2000,
    queued: 0,
    sent: 1982,
    failed: 18,
    skipped: 0,
    unknown: 0,
    createdAt: '2026-11-18T08:00:00.000Z',
    updatedAt: '2026-11-18T08:00:00.000Z',
    scheduledAt: null,
    startedAt: '2026-11-18T08:12:00.000Z',
    finishedAt: '2026-11-18T08:49:00.000Z',
    pauseReason: null,
    warnings: [],
    opened,
    clicked,
    ...rest,
  }
}

export interface FakeCampaign extends Campaign {
  opened: number
  clicked: number
}

export function listItem(from: FakeCampaign): CampaignListItem {
  const { html: _h, text: _t, attachments: _f, warnings: _w, opened, clicked, ...item } = from
  return { ...item, opens: { unique: opened, tracked: from.sent }, clicks: { unique: clicked, tracked: from.sent } }
}

export function statsOf(from: FakeCampaign): CampaignStats {
  const { opened, clicked, ...plain } = from
  const early = opened > 900 ? { opens: 9, clicks: 2 } : { opens: 0, clicks: 0 }
  const opens = {
    total: Math.round(opened * 1.6),
    unique: opened,
    machine: 118,
    early: early.opens,
    tracked: from.sent,
  }
  const clicks = {
    total: Math.round(clicked * 1.3),
    unique: clicked,
    machine: 23,
    early: early.clicks,
    tracked: from.sent,
  }
  return {
    campaign: plain,
    sent: from.sent,
    failed: from.failed,
    skipped: from.skipped,
    unknown: from.unknown,
    delivered: null,
    bounces: from.sent > 1000 ? { hard: 3, soft: 1 } : { hard: 0, soft: 0 },
    complaints: 0,
    unsubscribes: from.sent > 1000 ? 7 : 0,
    unsubscribeReasons: { too_many: 0, not_relevant: 0, not_signed_up: 0, other: 0 },
    opens,
    clicks,
    ...rates(opens, clicks),
    readTime: opened > 0 ? { meanMs: 11_400, medianMs: 8_200, measured: 212, coverage: 212 / opened } : null,
    links: [
      { id: '1', url: 'https://harbour.example/fair/book?seat=window', total: 204, unique: 181 },
      { id: '2', url: 'https://harbour.example/programme.pdf', total: 96, unique: 83 },
      { id: '3', url: 'https://harbour.example/privacy', total: 3, unique: 3 },
    ],
  }
}

const given = ['Amélie', 'Bastien', 'Chloé', 'Denis', 'Elsa', 'Farid', 'Grace', 'Hugo', 'Inès', 'Jonas', 'Karim', 'Léa']
const family = ['Fontaine', 'Leroy', 'Marchand', 'Okafor', 'Pereira', 'Benali', 'Hopper', 'Lambert', 'Moreau', 'Weiss']
const firms = [
  'Atelier du Port',
  'Leroy Frères',
  'Bois & Lin',
  'Novaterre',
  'Pereira Conseil',
  'Quai 9',
  'Les Voiles Bleues',
]

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T

export function contacts(count: number): Contact[] {
  return Array.from({ length: count }, (_, i) => ({
    id: String(i + 1),
    email: `contact${i + 1}@example.test`,
    ref: null,
    name: `${pick(given, i)} ${pick(family, i * 3 + Math.floor(i / 12))}`,
    company: pick(firms, i),
    tags: [],
    data: {},
    consent: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  }))
}

export function companies(of: readonly Contact[]): Company[] {
  const counts = new Map<string, number>()
  for (const { company } of of) if (company !== null) counts.set(company, (counts.get(company) ?? 0) + 1)
  return [...counts].map(([company, count]) => ({ company, contacts: count }))
}

export function tags(of: readonly Contact[]): Tag[] {
  const counts = new Map<string, number>()
  for (const tag of of.flatMap((contact) => contact.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].map(([tag, count]) => ({ tag, contacts: count }))
}

const statuses: MessageStatus[] = [
  'clicked',
  'opened',
  'sent',
  'sent',
  'opened',
  'sent',
  'clicked',
  'sent',
  'failed',
  'unknown',
]

export function messages(count: number): MessageItem[] {
  return contacts(count).map(({ id, ref, name, email, company }, i) => {
    const status = pick(statuses, i)
    const hit = status === 'opened' || status === 'clicked'
    const gone = status === 'failed' || status === 'unknown'
    return {
      id,
      campaignId: '1',
      stream: null,
      key: null,
      ref,
      name,
      email,
      company,
      status,
      opens: hit ? 1 + (i % 4) : 0,
      clicks: status === 'clicked' ? 1 + (i % 2) : 0,
      readMs: hit ? 4000 + i : null,
      sentAt: gone ? null : new Date(Date.UTC(2026, 10, 18, 8, 12, i)).toISOString(),
      lastOpenAt: hit ? new Date(Date.UTC(2026, 10, 18, 9, 40, i)).toISOString() : null,
      lastClickAt: null,
      attempts: 1,
      error:
        status === 'failed'
          ? { kind: 'address', message: '550 5.1.1 No such user', code: 550, enhancedCode: '5.1.1' }
          : status === 'unknown'
            ? { kind: 'connection', message: 'Connection lost after the message was handed over.' }
            : null,
    }
  })
}

export function events(): EventItem[] {
  const base = { ip: '203.0.113.7', reasons: [], url: null }
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)'
  return [
    {
      ...base,
      id: '1',
      type: 'open',
      at: '2026-11-18T08:12:04.000Z',
      userAgent: 'SafeLinks/1.0',
      verdict: 'scanner',
      reasons: ['too-soon'],
    },
    { ...base, id: '2', type: 'open', at: '2026-11-18T08:31:00.000Z', userAgent: 'GoogleImageProxy', verdict: 'proxy' },
    {
      ...base,
      id: '3',
      type: 'read',
      at: '2026-11-18T08:31:12.000Z',
      userAgent: phone,
      verdict: 'human',
      durationMs: 11_400,
    },
    {
      ...base,
      id: '4',
      type: 'click',
      at: '2026-11-18T08:32:00.000Z',
      userAgent: phone,
      verdict: 'human',
      url: 'https://harbour.example/fair/book',
    },
  ]
}

export function templates(): Template[] {
  const at = '2026-01-01T00:00:00.000Z'
  const html =
    '<!doctype html><html><body style="font:16px/1.6 Georgia,serif;padding:24px;color:#222"><p>Hello {{name}},</p><p>The fair opens its doors on 12 December. We would be glad to welcome the team of {{company}}.</p><p><a href="https://harbour.example/fair" style="background:#0b6b7a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none;font-family:sans-serif">Book my seat</a></p></body></html>'
  return [
    {
      id: 't1',
      key: null,
      name: 'Invitation',
      subject: '{{name}}, see you in Lyon?',
      preheader: null,
      html,
      text: null,
      document: null,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    },
    {
      id: 't2',
      key: 'newsletter',
      name: 'Newsletter',
      subject: 'News from the harbour',
      preheader: null,
      html,
      text: null,
      document: null,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    },
  ]
}

export function timeline(bucket: Timeline['bucket'] = 'hour'): Timeline {
  const opens = [260, 180, 120, 90, 74, 52, 40, 31, 24, 18, 14, 10, 6, 4, 3, 2, 2, 1, 9, 22, 18, 11, 6, 4]
  const rest = { failed: 0, skipped: 0, unknown: 0 }
  const items = opens.map((count, i) => ({
    ...rest,
    at: new Date(Date.UTC(2026, 10, 18, 8 + i)).toISOString(),
    sent: i === 0 ? 1982 : 0,
    opens: count,
    clicks: Math.round(count * (0.2 + (i % 5) * 0.04)),
  }))
  if (bucket === 'hour') return { bucket, items }
  const days = Map.groupBy(items, ({ at }) => at.slice(0, 10))
  const sum = (of: typeof items, key: 'sent' | 'opens' | 'clicks') => of.reduce((total, item) => total + item[key], 0)
  return {
    bucket,
    items: [...days].map(([day, of]) => ({
      ...rest,
      at: `${day}T00:00:00.000Z`,
      sent: sum(of, 'sent'),
      opens: sum(of, 'opens'),
      clicks: sum(of, 'clicks'),
    })),
  }
}
