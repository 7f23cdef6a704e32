import type { CampaignContext } from '../campaigns/context.ts'
import type { MarkHeaders } from '../sending/mark-headers.ts'
import type { DefinedStreams } from './defined.ts'
import type { Gatherer } from './gather.ts'

/** What every call of streams and their messages uses. */
export interface StreamContext extends CampaignContext {
  /** One for a process, so that all of its calls share commits. */
  gatherer: Gatherer
  /** Which definitions this process put into the store. */
  defined: DefinedStreams
  /** What the Message-ID of a message is made of; ready once `ready` resolved. */
  report: MarkHeaders['report']
  ready: () => Promise<unknown>
}
