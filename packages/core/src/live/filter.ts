import type { FrameOf } from './feed-log.ts'

/** What a connection follows: one campaign, one stream, or every campaign that the owner may see. */
export interface LiveFilter {
  campaignId?: number | undefined
  /** The key of a stream: of the owner, or of none where the caller sees every tenant. */
  stream?: string | undefined
  owner?: string | undefined
  /** The id of the last frame that was seen. */
  since?: string | undefined
}

/** Whether a frame is for whoever follows this. Streams have many frames, so that only who asked for one gets them. */
export function concerns(of: FrameOf, { campaignId, stream, owner }: LiveFilter): boolean {
  if (stream !== undefined) return of.stream === stream && of.owner === (owner ?? null)
  if (of.stream !== null || (owner !== undefined && of.owner !== owner)) return false
  return campaignId === undefined || of.campaignId === campaignId
}
