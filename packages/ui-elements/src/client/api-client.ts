import type {
  Campaign,
  CampaignAction,
  CampaignInput,
  CampaignListItem,
  CampaignPatch,
  CampaignStats,
  Company,
  Contact,
  EventItem,
  MessageItem,
  MessageQuery,
  Page,
  Preview,
  PreviewInput,
  RetryInput,
  RouteId,
  Template,
  TemplateInput,
  TestInput,
  TestResult,
  Timeline,
  TimelineBucket,
  WireNames,
} from '@sillage/core/browser'
import { englishNames } from '@sillage/core/browser'
import { ApiError, apiErrorOf } from './api-error.ts'
import { type QueryValue, routeUrl } from './route-url.ts'

/** Options of `createApiClient`. */
export interface ApiClientOptions {
  /** Where the Sillage router is mounted, such as `/sillage` or `https://mail.example/sillage`. */
  baseUrl: string
  /** Names of the routes. Default `englishNames`. */
  names?: WireNames | undefined
  /** Headers added to every request, such as Authorization. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Default: the page's own `fetch`. */
  fetch?: typeof fetch | undefined
}

export interface ContactQuery {
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
  limit?: number | undefined
  cursor?: string | undefined
}

export interface PageQuery {
  limit?: number | undefined
  cursor?: string | undefined
  q?: string | undefined
}

/** One method for each management route, typed by the core's own shapes; made by `createApiClient`. */
export type ApiClient = ReturnType<typeof createApiClient>

/**
 * Speaks the HTTP contract over `fetch`. Every method rejects with an `ApiError`, or with the signal's own reason when it was
 * aborted; nothing is retried, so that what is sent twice is sent by a person.
 */
export function createApiClient(options: ApiClientOptions) {
  const { baseUrl, names = englishNames, headers = {} } = options
  const send = options.fetch ?? ((input: RequestInfo | URL, init?: RequestInit) => fetch(input, init))
  const url = (id: RouteId, params?: Record<string, string>, query?: Record<string, QueryValue>) =>
    routeUrl(baseUrl, names, id, params, query)

  async function request(target: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await send(target, { credentials: 'same-origin', ...init, headers: { ...headers, ...init.headers } })
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      throw new ApiError('network', 'No answer from the server.', { cause })
    }
    if (!response.ok) throw await apiErrorOf(response)
    return response
  }

  async function read<T>(target: string, init: RequestInit): Promise<T> {
    const response = await request(target, { ...init, headers: { accept: 'application/json', ...init.headers } })
    try {
      // The shapes are the server's promise, kept by its own contract tests.
      return (await response.json()) as T
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      throw new ApiError('unexpected_answer', 'The answer is not JSON.', { status: response.status, cause })
    }
  }

  const get = <T>(target: string, signal?: AbortSignal) => read<T>(target, signal === undefined ? {} : { signal })
  const body = (method: string, value: unknown, signal?: AbortSignal): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
    ...(signal === undefined ? {} : { signal }),
  })

  return {
    baseUrl,
    names,
    headers,
    fetch: send,
    url,
    request,

    listCampaigns: (query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<CampaignListItem>>(url('listCampaigns', {}, { ...query }), signal),
    getCampaign: (id: string, signal?: AbortSignal) => get<Campaign>(url('getCampaign', { id }), signal),
    createCampaign: (input: CampaignInput, signal?: AbortSignal) =>
      read<Campaign>(url('createCampaign'), body('POST', input, signal)),
    updateCampaign: (id: string, patch: CampaignPatch) =>
      read<Campaign>(url('updateCampaign', { id }), body('PATCH', patch)),
    deleteCampaign: async (id: string) => void (await request(url('deleteCampaign', { id }), { method: 'DELETE' })),
    controlCampaign: (id: string, action: CampaignAction, input: RetryInput | Record<string, never> = {}) =>
      read<Campaign>(url('controlCampaign', { id, action }), body('POST', input)),
    sendTest: (input: TestInput) => read<TestResult>(url('sendTest'), body('POST', input)),
    preview: (input: PreviewInput, signal?: AbortSignal) =>
      read<Preview>(url('previewContent'), body('POST', input, signal)),

    getStats: (id: string, signal?: AbortSignal) => get<CampaignStats>(url('getStats', { id }), signal),
    listMessages: (id: string, query: MessageQuery = {}, signal?: AbortSignal) =>
      get<Page<MessageItem>>(url('listMessages', { id }, { ...query }), signal),
    exportUrl: (id: string) => url('exportMessages', { id }),
    getTimeline: (id: string, bucket: TimelineBucket, signal?: AbortSignal) =>
      get<Timeline>(url('getTimeline', { id }, { bucket }), signal),
    listEvents: (id: string, query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<EventItem>>(url('listEvents', { id }, { ...query }), signal),

    listTemplates: (query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<Template>>(url('listTemplates', {}, { ...query }), signal),
    createTemplate: (input: TemplateInput) => read<Template>(url('createTemplate'), body('POST', input)),
    listContacts: (query: ContactQuery = {}, signal?: AbortSignal) =>
      get<Page<Contact> & { total: number }>(url('listContacts', {}, { ...query }), signal),
    listCompanies: (query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<Company>>(url('listCompanies', {}, { ...query }), signal),
  }
}
