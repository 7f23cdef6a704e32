import type {
  Campaign,
  CampaignAction,
  CampaignInput,
  CampaignListItem,
  CampaignListQuery,
  CampaignPatch,
  CampaignStats,
  Company,
  Contact,
  Edit,
  EventItem,
  MessageItem,
  MessageQuery,
  Page,
  PageQuery,
  Preview,
  PreviewInput,
  RetryInput,
  Tag,
  Template,
  TemplateInput,
  TestInput,
  TestResult,
  Timeline,
  TimelineBucket,
} from '@sillage/core/browser'
import { type ClientOptions, createRequests } from '@sillage/core/client'

/** What stands between the cells of a CSV. */
export type CsvSeparator = ',' | ';'

/** How a timeline is asked for: days are those of the browser's own time zone. */
export const bucketQuery = (bucket: TimelineBucket) =>
  bucket === 'day' ? { bucket, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } : { bucket }

/** `q` is the beginning of an email, name or company; `company` and `tag` are exact. */
interface ContactQuery extends PageQuery {
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
}

/** `q` is the beginning of a company's name, or of a tag. */
export interface NamesQuery extends PageQuery {
  q?: string | undefined
}

/**
 * The requests of the elements, a method each, typed by the core's own shapes; made by `createApiClient`. What no
 * element asks for (keeping contacts, suppressions, templates) `createClient` of `@sillage/core/client` has, with all
 * else that a program can do.
 */
export type ApiClient = ReturnType<typeof createApiClient>

/** Options of `createApiClient`: those of `createClient` in `@sillage/core/client`. */
export type ApiClientOptions = ClientOptions

/**
 * Speaks the HTTP contract over `fetch`; making it requests nothing. Every method rejects with a `SillageError`, or
 * with the signal's own reason when it was aborted. Nothing is retried and nothing times out by itself, so that only a
 * person sends something twice; lists answer 50 items a page unless `limit` (1 … 200) says otherwise.
 */
export function createApiClient(options: ApiClientOptions) {
  const requests = createRequests(options)
  const { url, get, send, remove } = requests

  return {
    ...requests,

    listCampaigns: (query: CampaignListQuery = {}, signal?: AbortSignal) =>
      get<Page<CampaignListItem>>('listCampaigns', {}, query, signal),
    getCampaign: (id: string, signal?: AbortSignal) => get<Campaign>('getCampaign', { id }, {}, signal),
    createCampaign: (input: CampaignInput, signal?: AbortSignal) =>
      send<Campaign>('POST', 'createCampaign', {}, input, signal),
    updateCampaign: (id: string, patch: CampaignPatch & Edit) =>
      send<Campaign>('PATCH', 'updateCampaign', { id }, patch),
    deleteCampaign: (id: string) => remove('deleteCampaign', id),
    controlCampaign: (id: string, action: CampaignAction, input: RetryInput | Record<string, never> = {}) =>
      send<Campaign>('POST', 'controlCampaign', { id, action }, input),
    sendTest: (input: TestInput) => send<TestResult>('POST', 'sendTest', {}, input),
    preview: (input: PreviewInput, signal?: AbortSignal) => send<Preview>('POST', 'previewContent', {}, input, signal),

    getStats: (id: string, signal?: AbortSignal) => get<CampaignStats>('getStats', { id }, {}, signal),
    listMessages: (id: string, query: Omit<MessageQuery, 'campaignId'> = {}, signal?: AbortSignal) =>
      get<Page<MessageItem>>('listMessages', { id }, query, signal),
    exportUrl: (id: string, separator: CsvSeparator) => url('exportMessages', { id }, { separator }),
    /** Days are those of the browser's own time zone. */
    getTimeline: (id: string, bucket: TimelineBucket, signal?: AbortSignal) =>
      get<Timeline>('getTimeline', { id }, bucketQuery(bucket), signal),
    listEvents: (id: string, query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<EventItem>>('listEvents', { id }, query, signal),

    listTemplates: (query: PageQuery = {}, signal?: AbortSignal) =>
      get<Page<Template>>('listTemplates', {}, query, signal),
    createTemplate: (input: TemplateInput) => send<Template>('POST', 'createTemplate', {}, input),
    listContacts: (query: ContactQuery = {}, signal?: AbortSignal) =>
      get<Page<Contact> & { total: number }>('listContacts', {}, query, signal),
    listCompanies: (query: NamesQuery = {}, signal?: AbortSignal) =>
      get<Page<Company>>('listCompanies', {}, query, signal),
    listTags: (query: NamesQuery = {}, signal?: AbortSignal) => get<Page<Tag>>('listTags', {}, query, signal),
  }
}
