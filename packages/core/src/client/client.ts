import type { SillageApi } from '../api/sillage-api.ts'
import type { Asset, AssetInput } from '../domain/asset.ts'
import type { Upload, UploadInput } from '../domain/attachment.ts'
import { type Checks, checkOptions, func, object, oneOf, record, required, text } from '../domain/expect/index.ts'
import { type LiveEventName, type LiveEvents, liveEventNames } from '../domain/live.ts'
import type { OwnNames } from '../domain/names.ts'
import type { ColumnMapping, ImportReport } from '../domain/recipient.ts'
import type { CampaignStats } from '../domain/stats.ts'
import type { StreamStats } from '../domain/stream.ts'
import { createLive, createStreamLive } from './live.ts'
import { createNamespaces } from './namespaces.ts'
import { type ClientOptions, createRequests } from './requests.ts'
import { createStreamWatch, createWatch, type Watch } from './watch.ts'

/**
 * The namespaces of an installation, asked over HTTP: what the caller may see and do is what `authorize` of the mount
 * says. Methods take what JSON can carry (of a defined stream its key) and answer what they answer in the process,
 * where each is described. They reject with a `SillageError`: the one that the method throws there, `no_answer`, or
 * `unexpected_answer`. Nothing is retried: `create` with a `key` may be repeated, and never makes a second one.
 */
export interface Client extends Omit<SillageApi, 'contacts' | 'attachments' | 'assets'> {
  readonly assets: {
    /** Stores a picture, as in the process; a Blob is read as it is sent, such as the `File` of a form. */
    create(file: Omit<AssetInput, 'bytes'> & { bytes: Blob | Uint8Array }): Promise<Asset>
  }
  readonly attachments: {
    /** Stores a file, as in the process; a Blob is read as it is sent, such as the `File` of a form. */
    create(input: Omit<UploadInput, 'content'> & { content: Blob | Uint8Array | string }): Promise<Upload>
  }
  readonly contacts: Omit<SillageApi['contacts'], 'import'> & {
    /**
     * Adds contacts from CSV with a header line; a Blob is read as it is sent, such as the `File` of a form. Of two
     * headers in `columns` for one field the last counts.
     */
    import(file: Blob | string, options?: { columns?: ColumnMapping | undefined }): Promise<ImportReport>
  }
  /** The live feed, of the campaigns that the caller may see. */
  readonly live: {
    /**
     * Calls the listener with each frame of this event; returns the function that ends that. All listeners and watches
     * of campaigns share one connection, opened with the first and closed 5 seconds after the last, which reconnects by
     * itself. What a listener throws does not stop the others and is reported as an uncaught error.
     */
    on<E extends LiveEventName>(event: E, listener: (data: LiveEvents[E]) => void): () => void
  }
  /**
   * The figures of a campaign, kept up to date while somebody subscribes: read by a request, then by the live feed, and
   * again when the campaign changes its status or the connection was away. Undefined until they are read, and where
   * they cannot be: `campaigns.stats` says why.
   */
  watch(campaignId: string): Watch<CampaignStats | undefined>
  /** The same of a stream, by its key: of all its messages. Each stream that is watched has a connection of its own. */
  watch(of: { stream: string }): Watch<StreamStats | undefined>
}

const names = object<OwnNames>({ paths: record(text()), events: record(text()) })
const checks: Checks<ClientOptions> = {
  baseUrl: required(text('the URL or path of the mount, without query', (url) => !/[?#]/.test(url))),
  names,
  headers: record(text()),
  fetch: func,
}
const eventName = oneOf<LiveEventName>(...liveEventNames)

/**
 * A client of the installation that is mounted at `baseUrl`, for pages and for Node; making it requests nothing. Throws
 * `invalid_option`.
 */
export function createClient(options: ClientOptions): Client {
  const requests = createRequests(checkOptions('createClient', options, checks))
  const live = createLive(requests)
  const streamLive = createStreamLive(requests)
  function watch(campaignId: string): Watch<CampaignStats | undefined>
  function watch(of: { stream: string }): Watch<StreamStats | undefined>
  function watch(of: string | { stream: string }): Watch<CampaignStats | undefined> | Watch<StreamStats | undefined> {
    return typeof of === 'string'
      ? createWatch(requests, live, of)
      : createStreamWatch(requests, streamLive(of.stream), of.stream)
  }
  return {
    ...createNamespaces(requests),
    live: {
      on(event, listener) {
        eventName(event, 'event')
        func(listener, 'listener')
        return live.subscribe({
          frame: ({ name, data }) => {
            // The name determines the shape.
            if (name === event) listener(data as LiveEvents[typeof event])
          },
        })
      },
    },
    watch,
  }
}
