import type { CampaignContext } from '../campaigns/context.ts'
import type { News } from '../news/news.ts'
import type { Composers } from '../sending/composers.ts'
import type { ComposeDeps } from '../sending/engine/compose-message.ts'
import type { MarkHeaders } from '../sending/mark-headers.ts'
import type { DefinedStreams } from './defined.ts'
import type { Gatherer } from './gather.ts'

/** What every call of streams and their messages uses. */
export interface StreamContext extends CampaignContext {
  /** One for a process, so that all of its calls share commits. */
  gatherer: Gatherer
  /** Which definitions this process put into the store. */
  defined: DefinedStreams
  /** What names a message in the headers of its mail; ready once `ready` resolved. */
  marks: Pick<MarkHeaders, 'report' | 'headers'>
  composers: Pick<Composers, 'bind'>
  trackingFor: ComposeDeps['trackingFor']
  news: Pick<News, 'publish'>
  /** How many mails of the host were tracked by this process, and how many left without. */
  tracked: { mails: number; untracked: number }
  ready: () => Promise<unknown>
}
