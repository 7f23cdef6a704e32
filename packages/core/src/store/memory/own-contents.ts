import { SillageError } from '../../domain/errors.ts'
import type { NewStreamMessage } from '../port/stream-records.ts'
import { namePictures } from './assets.ts'
import { requireAttachments } from './attachments.ts'
import { copy, type MemoryState, type MessageRow, nextId, type OwnContentRow, ownedKey } from './state.ts'

/** The content that a message is to have for its own, stored once for equal ones of an owner. */
export function keepContent(
  state: MemoryState,
  owner: string | null,
  { own, kept = true }: NonNullable<NewStreamMessage['content']>,
): OwnContentRow {
  const key = ownedKey(owner, JSON.stringify([own, kept]))
  const known = state.ownContents.get(state.ownContentKeys.get(key) ?? 0)
  if (known !== undefined) return known
  requireAttachments(state, own.attachments)
  const content = kept ? own : { ...own, html: '', text: null }
  namePictures(state, own.html)
  const id = nextId(state, 'contents')
  const row: OwnContentRow = { id, key, content: copy(content), users: 0, links: new Map() }
  state.ownContents.set(id, row)
  state.ownContentKeys.set(key, id)
  return row
}

/** Takes a message's own content from it; with the last message it goes, and its links with it. */
export function dropContent({ ownContents, ownContentKeys, links }: MemoryState, { record }: MessageRow): void {
  const row = ownContents.get(record.contentId ?? 0)
  record.contentId = null
  if (row === undefined) return
  row.users--
  if (row.users > 0) return
  ownContents.delete(row.id)
  ownContentKeys.delete(row.key)
  for (const { id } of [...row.links.values()].flat()) links.delete(id)
}

/** Where the links of a content are kept that messages of a stream have. Throws `not_found` where it is gone. */
export function linksOfContent({ ownContents }: MemoryState, streamId: number, contentId: number) {
  const row = ownContents.get(contentId)
  if (row === undefined) throw new SillageError('not_found', `There is no content ${contentId} to add links to.`)
  const links = row.links.get(streamId) ?? []
  row.links.set(streamId, links)
  return links
}

/** Every link of a campaign or stream, those of its messages' own contents among them. */
export const everyLink = ({ linksByCampaign, ownContents }: MemoryState, campaignId: number) => [
  ...(linksByCampaign.get(campaignId) ?? []),
  ...[...ownContents.values()].flatMap(({ links }) => links.get(campaignId) ?? []),
]
