import type {
  Campaign,
  CampaignAction,
  CampaignInput,
  CampaignListItem,
  CampaignPatch,
  CampaignStats,
  CampaignStatus,
  Company,
  Contact,
  Edit,
  EventItem,
  MessageItem,
  MessageQuery,
  OwnNames,
  Page,
  PageQuery,
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
} from '@sillage/core/browser'
import { namesOver } from '@sillage/core/browser'
import { ApiError, apiErrorOf } from './api-error.ts'
import { type QueryValue, routeUrl } from './route-url.ts'

/**
 * Options of `createApiClient`. Only `baseUrl` is needed: without `headers`, requests carry the cookies of the page's
 * own origin and no others, which is what a session login needs. A router on another origin needs `headers` for its
 * login, and to allow this page by CORS.
 */
export interface ApiClientOptions {
  /** Where the Sillage router is mounted, such as `/sillage` or `https://mail.example/sillage`. */
  baseUrl: string
  /** Names of the routes and events, as the mount has them; laid over the English ones. @default englishNames */
  names?: OwnNames | undefined
  /**
   * Headers added to every request, such as Authorization. With any, live updates come by `fetch` instead of a
   * WebSocket. @default none
   */
  headers?: Readonly<Record<string, string>> | undefined
  /** Called like the page's own. @default the page's own `fetch` */
  fetch?: typeof fetch | undefined
}

interface CampaignListQuery extends PageQuery {
  status?: CampaignStatus | undefined
}

/** `q` is the beginning of an email, name or company; `company` and `tag` are exact. */
interface ContactQuery extends PageQuery {
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
}

/** `q` is the beginning of a company's name. */
interface CompanyQuery extends PageQuery {
  q?: string | undefined
}

/**
 * The requests of the elements, a method each, typed by the core's own shapes; made by `createApiClient`. For the
 * management routes that no element calls (keeping contacts, suppressions, templates) there are
 * `url(routeId, params?, query?)` and `request(url, init)`, which adds the headers and rejects as the methods do.
 */
export type ApiClient = ReturnType<typeof createApiClient>

/**
 * Speaks the HTTP contract over `fetch`; making it requests nothing. Every method rejects with an `ApiError`, or with
 * the signal's own reason when it was aborted. Nothing is retried and nothing times out by itself, so that only a
 * person sends something twice; lists answer 50 items a page unless `limit` (1 … 200) says otherwise.
 */
export function createApiClient(options: ApiClientOptions) {
  const { baseUrl, headers = {} } = options
  const names = namesOver(options.names)
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

    listCampaigns: (query: CampaignListQuery = {}, signal?: AbortSignal) =>
      get<Page<CampaignListItem>>(url('listCampaigns', {}, { ...query }), signal),
    getCampaign: (id: string, signal?: AbortSignal) => get<Campaign>(url('getCampaign', { id }), signal),
    createCampaign: (input: CampaignInput, signal?: AbortSignal) =>
      read<Campaign>(url('createCampaign'), body('POST', input, signal)),
    updateCampaign: (id: string, patch: CampaignPatch & Edit) =>
      read<Campaign>(url('updateCampaign', { id }), body('PATCH', patch)),
    deleteCampaign: async (id: string) => void (await request(url('deleteCampaign', { id }), { method: 'DELETE' })),
    controlCampaign: (id: string, action: CampaignAction, input: RetryInput | Record<string, never> = {}) =>
      read<Campaign>(url('controlCampaign', { id, action }), body('POST', input)),
    sendTest: (input: TestInput) => read<TestResult>(url('sendTest'), body('POST', input)),
    preview: (input: PreviewInput, signal?: AbortSignal) =>
      read<Preview>(url('previewContent'), body('POST', input, signal)),

    getStats: (id: string, signal?: AbortSignal) => get<CampaignStats>(url('getStats', { id }), signal),
    listMessages: (id: string, query: Omit<MessageQuery, 'campaignId'> = {}, signal?: AbortSignal) =>
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
    listCompanies: (query: CompanyQuery = {}, signal?: AbortSignal) =>
      get<Page<Company>>(url('listCompanies', {}, { ...query }), signal),
  }
}
