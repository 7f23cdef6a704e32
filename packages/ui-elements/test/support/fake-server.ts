import {
  actionAllowedFrom,
  type CampaignAction,
  type CampaignInput,
  type CampaignPatch,
  type Edit,
  type ErrorCode,
  englishNames,
  errorStatus,
  type Finding,
  type MessageItem,
  type Preview,
  type PreviewInput,
  type RouteId,
  type Selection,
  type WireNames,
} from '@sillage/core/browser'
import type { LiveFrameOf, StreamFrameOf } from '@sillage/core/client'
import { createSillageContext, type SillageContext } from '../../src/context/sillage-context.ts'
import { createFakeContacts } from './fake-contacts.ts'
import * as make from './fake-data.ts'
import { findingsOf } from './fake-findings.ts'
import { programs, streamStats, streamTimeline } from './fake-results.ts'
import { begins, countOf } from './fake-selection.ts'
import { createFakeSettings } from './fake-settings.ts'
import { createFakeSockets } from './fake-sockets.ts'
import { matchRoute } from './match-route.ts'

type Frame = LiveFrameOf | StreamFrameOf

export interface FakeRequest {
  route: RouteId | undefined
  method: string
  url: URL
  body: unknown
  headers: Headers
}

/**
 * The HTTP contract in the page: enough of a server to test the elements against, with every request kept in
 * `requests`.
 */
export function createFakeServer(options: { names?: WireNames; messages?: number; contacts?: number } = {}) {
  const names = options.names ?? englishNames
  const sockets = createFakeSockets()
  const people = make.contacts(options.contacts ?? 120)
  const rows = make.messages(options.messages ?? 500)
  const state = {
    campaigns: [] as make.FakeCampaign[],
    templates: make.templates(),
    requests: [] as FakeRequest[],
    /** Answers of tests before the ordinary ones; `undefined` falls back to the ordinary one. */
    intercept: undefined as
      | ((request: FakeRequest) => Response | Promise<Response | undefined> | undefined)
      | undefined,
    rows,
    people,
    findings: [] as Finding[],
    /** The default one first. */
    transports: ['default'],
    sockets,
  }
  let [frames, lastId] = [0, 100]

  const json = (value: unknown, status = 200) => Response.json(value, { status })
  const refuse = (code: ErrorCode, message: string, field?: string) =>
    json({ error: { code, message, ...(field === undefined ? {} : { field }) } }, errorStatus[code])
  const settings = createFakeSettings(state, refuse)
  const find = (id: string | undefined) => state.campaigns.find((campaign) => campaign.id === id)

  function page<T>(items: readonly T[], url: URL): { items: T[]; next: string | null } {
    const from = Number(url.searchParams.get('cursor') ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? 50)
    return { items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null }
  }

  const contacts = createFakeContacts(people, { json, refuse, page })
  const count = (selection: Selection) => countOf(selection, people, state.campaigns)

  function create(input: CampaignInput): Response {
    if (input.subject?.includes('{{') === true && !input.subject.includes('}}'))
      return refuse('invalid_template', 'A merge field is not closed.', 'subject')
    const { total } = count((input.recipients ?? {}) as Selection)
    if (total === 0) return refuse('missing_recipients', 'Give at least one recipient.', 'recipients')
    lastId += 1
    const scheduled = input.scheduledAt !== undefined
    const made = make.campaign({
      id: String(lastId),
      name: input.name,
      subject: input.subject ?? '',
      html: input.html ?? '',
      templateId: input.template ?? null,
      status: scheduled ? 'scheduled' : 'sending',
      scheduledAt: typeof input.scheduledAt === 'string' ? input.scheduledAt : null,
      startedAt: scheduled ? null : new Date().toISOString(),
      finishedAt: null,
      total,
      queued: total,
      sent: 0,
      failed: 0,
    })
    state.campaigns.unshift(made)
    return json(made, 201)
  }

  const wanted = (query: URLSearchParams) => (campaign: make.FakeCampaign) =>
    campaign.name.toLowerCase().includes(query.get('q') ?? '') &&
    [campaign.status, null].includes(query.get('status') as typeof campaign.status | null)

  function control(id: string, action: string): Response {
    const campaign = find(id)
    if (campaign === undefined) return refuse('not_found', 'No such campaign.')
    if (!actionAllowedFrom[action as CampaignAction]?.includes(campaign.status))
      return refuse('wrong_status', 'Not from this status.')
    const status = {
      pause: 'paused',
      resume: 'sending',
      start: 'sending',
      cancel: 'cancelled',
      retry: 'sending',
    } as const
    campaign.status = status[action as CampaignAction]
    campaign.pauseReason = action === 'pause' ? 'user' : null
    return json(campaign)
  }

  function preview(input: PreviewInput): Response {
    const template = state.templates.find((known) => known.id === input.template)
    const source = input.html ?? template?.html ?? ''
    const person = people.find((contact) => contact.id === input.contactId)
    const merge = (text: string) =>
      text.replaceAll(/{{(\w+)}}/g, (all, field: string) =>
        String(person?.[field as 'name' | 'company' | 'email'] ?? all),
      )
    const fields = [...new Set([...source.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? ''))]
    const relative = [...source.matchAll(/href="(?!https?:)/g)].length
    const answer: Preview = {
      subject: merge(input.subject ?? template?.subject ?? ''),
      preheader: input.preheader ?? null,
      html: merge(source),
      text: merge(input.text ?? source.replaceAll(/<[^>]*>/g, ' ').trim()),
      attachments: [],
      warnings: relative === 0 ? [] : [{ code: 'relative_link', message: 'A relative link.', count: relative }],
      fields,
    }
    return json(answer)
  }

  function messages(url: URL): Response {
    const q = (url.searchParams.get('q') ?? '').toLowerCase()
    const status = url.searchParams.get('status')
    const starts = (text: string | null) => text?.toLowerCase().startsWith(q) === true
    const found = state.rows.filter(
      (row) =>
        (q === '' || starts(row.name) || starts(row.email) || starts(row.company)) &&
        (status === null || row.status === status || (status === 'opened' && row.status === 'clicked')),
    )
    const sort = (url.searchParams.get('sort') ?? 'id') as keyof MessageItem
    const sign = url.searchParams.get('order') === 'desc' ? -1 : 1
    if (sort === 'opens' || sort === 'clicks') found.sort((a, b) => sign * (a[sort] - b[sort]))
    else if (sign < 0) found.reverse()
    return json(page(found, url))
  }

  function update(campaign: make.FakeCampaign, { ifRevision, ...patch }: CampaignPatch & Edit): Response {
    if (ifRevision !== undefined && ifRevision !== campaign.revision)
      return refuse('edit_conflict', 'The campaign was changed meanwhile.')
    const cleared = { replyTo: patch.replyTo ?? [], attachments: patch.attachments ?? [] }
    return json(Object.assign(campaign, patch, cleared, { revision: campaign.revision + 1 }))
  }

  function answer(request: FakeRequest, id: string | undefined, action: string | undefined): Response {
    const { route, url, body } = request
    const campaign = find(id)
    switch (route) {
      case 'listCampaigns':
        return json(page(state.campaigns.filter(wanted(url.searchParams)).map(make.listItem), url))
      case 'createCampaign':
        return create(body as CampaignInput)
      case 'getCampaign':
        return campaign === undefined ? refuse('not_found', 'No such campaign.') : json(campaign)
      case 'updateCampaign':
        if (campaign === undefined) return refuse('not_found', 'No such campaign.')
        return update(campaign, body as CampaignPatch & Edit)
      case 'deleteCampaign':
        state.campaigns = state.campaigns.filter((known) => known.id !== id)
        return new Response(null, { status: 204 })
      case 'controlCampaign':
        return control(id ?? '', action ?? '')
      case 'sendTest':
        return json({ to: (body as { to: string }).to, rfcMessageId: '<test@example.test>' })
      case 'previewContent':
        return preview(body as PreviewInput)
      case 'getStats':
        return campaign === undefined ? refuse('not_found', 'No such campaign.') : json(make.statsOf(campaign))
      case 'getPrograms':
        return json(programs)
      case 'getStreamStats':
        return json(streamStats(url.searchParams.has('since') || url.searchParams.has('until')))
      case 'getStreamTimeline':
        return json(streamTimeline(url.searchParams.get('bucket') === 'hour' ? 'hour' : 'day'))
      case 'listMessages':
      case 'listStreamMessages':
        return messages(url)
      case 'getTimeline':
        return json(make.timeline(url.searchParams.get('bucket') === 'day' ? 'day' : 'hour'))
      case 'listEvents':
        return json({ items: make.events(), next: null })
      case 'listTemplates':
        return json(page(state.templates, url))
      case 'listContacts': {
        const q = (url.searchParams.get('q') ?? '').toLowerCase()
        const company = url.searchParams.get('company')
        const tag = url.searchParams.get('tag')
        const found = people.filter(
          (contact) =>
            (q === '' || contact.name?.toLowerCase().startsWith(q) === true) &&
            (company === null || contact.company === company) &&
            (tag === null || contact.tags.includes(tag)),
        )
        return json({ ...page(found, url), total: found.length })
      }
      case 'createAttachment': {
        const filename = url.searchParams.get('filename')
        return json({ id: `file of ${filename}`, filename, contentType: 'text/plain', size: 3 }, 201)
      }
      case 'checkContent':
        return json({ findings: [...state.findings, ...findingsOf(body as PreviewInput)], checked: null })
      case 'countRecipients':
        return json(count(body as Selection))
      case 'listCompanies':
        return json(
          page(
            begins(make.companies(people), url, ({ company }) => company),
            url,
          ),
        )
      case 'listTransports':
        return json({ items: state.transports.map((name) => ({ name })), next: null })
      case 'listTags':
        return json(
          page(
            begins(make.tags(people), url, ({ tag }) => tag),
            url,
          ),
        )
      default:
        return (
          contacts.answer(route, url, body, id) ??
          settings.answer(request, id) ??
          refuse('not_found', `No route ${url.pathname}.`)
        )
    }
  }

  const fetchFake: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://page.test')
    const method = init?.method ?? 'GET'
    const matched = matchRoute(names, method, url.pathname.replace(/^\/sillage/, ''))
    const text = init?.body instanceof Blob ? await init.body.text() : init?.body
    const headers = new Headers(init?.headers)
    const isCsv = headers.get('content-type') === 'text/csv'
    const body: unknown = typeof text === 'string' && !isCsv ? JSON.parse(text) : text
    const request = { route: matched?.route, method, url, body, headers }
    state.requests.push(request)
    const early = await state.intercept?.(request)
    const response = early ?? answer(request, matched?.id, matched?.action)
    init?.signal?.throwIfAborted()
    return response
  }

  return {
    state,
    /** What is kept of contacts and addresses. */
    kept: contacts.state,
    settings,
    names,
    fetch: fetchFake,
    WebSocket: sockets.WebSocket,
    refuse,
    /** A context of its own for one test. */
    context(live = { graceMs: 0, retryMs: 1, pollMs: 10 }): SillageContext {
      return createSillageContext({ baseUrl: '/sillage', names, fetch: fetchFake, WebSocket: sockets.WebSocket, live })
    },
    /** Sends a frame to every open socket. */
    push<N extends Frame['name']>(name: N, data: Extract<Frame, { name: N }>['data']): void {
      frames += 1
      sockets.send({ id: `feed-${frames}`, event: names.events[name], data })
    },
    asked: (route: RouteId) => state.requests.filter((request) => request.route === route),
  }
}

export type FakeServer = ReturnType<typeof createFakeServer>
