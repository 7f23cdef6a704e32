import type { CampaignAttachment } from './attachment.ts'
import type { CampaignOptions } from './campaign.ts'
import type { Clearable, Content, Headed, Settings } from './campaign-input.ts'
import type { EmailDocument } from './email-document.ts'
import type { InferInput, InferOutput, StandardSchema } from './standard-schema.ts'
import type { CampaignStats, HitCounts, LinkStats } from './stats.ts'

/** Nothing of what a mail says: each message of the stream brings it. */
export interface NoContent {
  html?: undefined
  inlineCss?: undefined
  text?: undefined
  document?: undefined
  template?: undefined
}

/** How the messages of a stream are sent and measured: as those of a campaign, but that a stream has no end. */
export type StreamSettings = Omit<Settings, 'notAfter'>

/** What a stream is. Its content is that of each message which brings none. */
export type StreamInput = Headed &
  StreamSettings &
  (Content | NoContent) & {
    /** For people. @default its key */
    name?: string | undefined
    /**
     * Its messages are about what the recipient does, such as receipts: they carry no way to unsubscribe, go to whoever
     * unsubscribed or was erased before, and measure opens and clicks only where `tracking` says so. @default false
     */
    transactional?: boolean | undefined
  }

/**
 * What changes of a stream: what is not named stays, null sets a field back to its default. `document` and `template`
 * replace the content, and `html` or `text` leave no document.
 */
export type StreamPatch = Clearable<
  Headed &
    StreamSettings & {
      name: string
      transactional: boolean
      html: string
      inlineCss: boolean
      text: string
      document: EmailDocument
      template: string
    }
>

/** A stream in a list: without content and settings. Times are ISO 8601 UTC. */
export interface StreamItem {
  /** By which it is named everywhere. */
  key: string
  name: string
  /** It never ends: `paused` keeps its messages until it is resumed. */
  status: 'sending' | 'paused'
  /** Why it is paused, as an error code or `user`; null when it is not. */
  pauseReason: string | null
  transactional: boolean
  /** How often it was edited, from 1. See `Edit`. */
  revision: number
  createdAt: string
  updatedAt: string
}

/** A stream, as it was put. */
export interface Stream extends StreamItem, Omit<CampaignOptions, 'delayMs' | 'jitterMs' | 'notAfter'> {
  /** Null: each message brings its own; so with `html`. */
  subject: string | null
  preheader: string | null
  /** Null where neither it nor the installation has one. */
  from: string | null
  replyTo: string[]
  html: string | null
  text: string | null
  /** What HTML and text were made of; null where they were given. */
  document: EmailDocument | null
  attachments: CampaignAttachment[]
  templateId: string | null
}

/** As of a campaign; null in a period: how often machines came, and how soon, is counted for all of them together. */
export interface StreamHits extends Omit<HitCounts, 'machine' | 'early'> {
  machine: number | null
  early: number | null
}

/**
 * What became of the messages of a stream; in a period, of those that were sent in it, `total` being the hits that came
 * in it. `links` are the 200 that were clicked most, without query and fragment. They, the reasons of unsubscriptions
 * and the read time are counted for all messages together: null in a period.
 */
export interface StreamStats
  extends Omit<CampaignStats, 'campaign' | 'opens' | 'clicks' | 'unsubscribeReasons' | 'links'> {
  stream: Stream
  opens: StreamHits
  clicks: StreamHits
  unsubscribeReasons: CampaignStats['unsubscribeReasons'] | null
  links: LinkStats[] | null
}

/** What a program made of the data of one message. It is sent as it is: nothing in it is a template. */
export interface Rendered {
  subject: string
  html: string
  text?: string | undefined
}

/** A stream that is kept in code. */
export type StreamDefinition<D> = Headed &
  StreamSettings & { key: string; name?: string | undefined; transactional?: boolean | undefined } & (
    | Content
    | (NoContent & {
        /** Makes what a message says of its data; called by `messages.send`. */
        render?: ((data: D) => Rendered | Promise<Rendered>) | undefined
      })
  )

/** Where a defined stream keeps what it was defined with; the same in every copy of this package. */
export const definedWith: unique symbol = Symbol.for('sillage.stream')

/** A stream by its definition, whose data is typed. It is made in the store, or made so, with its first message. */
export interface DefinedStream<D> {
  readonly key: string
  /** Never there: it keeps the type of the data. */
  readonly '~data'?: D
  /** @internal */
  readonly [definedWith]: StreamDefinition<never> & { data?: StandardSchema | undefined }
}

/** What `defineStream` takes beside the definition: the schema of the data. */
export interface WithSchema<S extends StandardSchema> {
  data: S
}

/** The types that a schema gives to a stream: `render` is given what the schema made of the data. */
export type SchemaDefinition<S extends StandardSchema> = StreamDefinition<InferOutput<S>> & WithSchema<S>
/** The data of messages is what the schema takes. */
export type SchemaStream<S extends StandardSchema> = DefinedStream<InferInput<S>>
