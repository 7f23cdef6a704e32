import type { RetryInput } from '../domain/campaign-input.ts'
import type { Edit } from '../domain/edit.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { pageQuery, retryInput } from '../domain/input/campaigns.ts'
import { key as keyInput } from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { streamInput, streamPatch } from '../domain/input/streams.ts'
import { listing } from '../domain/listing.ts'
import type { Created, Listing, PageQuery } from '../domain/page.ts'
import type { Stream, StreamInput, StreamItem, StreamPatch } from '../domain/stream.ts'
import { findStream, missingStream, requireStream } from '../store/find-stream.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import { editConflict } from '../store/rules/edit-conflict.ts'
import { toPage } from '../store/to-items.ts'
import type { StreamContext } from './context.ts'
import { createStream } from './create-stream.ts'
import { toStream, toStreamItem } from './show-stream.ts'
import { changedStream, isSo, type StreamFields, streamFields, templateAfter } from './stream-fields.ts'

/**
 * Streams: mails of one kind that leave one by one as things happen, named by a key such as `receipts`. They never end,
 * and have the results of campaigns. Input is checked as over HTTP.
 */
export interface Streams {
  /**
   * Makes the stream of this key, or makes it so: for deployments. What is equal already is left as it is, its revision
   * too. Throws what the content of a campaign throws, and `edit_conflict` when it is not at `ifRevision`.
   */
  put(key: string, input: StreamInput & Edit): Promise<Created<Stream>>
  /** Throws `not_found`, also for another tenant's. */
  get(key: string): Promise<Stream>
  /** Newest first. */
  list(query?: PageQuery): Listing<StreamItem>
  /**
   * Changes what the patch names and leaves the rest; null clears. What was sent stays as it was; messages that wait
   * and have no content of their own leave with the new one. Throws `not_found` and `edit_conflict`.
   */
  update(key: string, patch: StreamPatch & Edit): Promise<Stream>
  /**
   * Gone from every list at once: it takes no new messages, and none that waits leaves. Its rows are deleted in the
   * background. Links of its own content still redirect. Throws `not_found`.
   */
  delete(key: string): Promise<void>
  /**
   * Lets no message leave until it is resumed; new ones wait. Throws `not_found`, and `wrong_status` where it is
   * paused.
   */
  pause(key: string): Promise<Stream>
  /** Throws `not_found`, and `wrong_status` where it is not paused. */
  resume(key: string): Promise<Stream>
  /**
   * Queues messages again, as of a campaign: those that failed, those that are `unknown`, or both. A mail that the
   * host sends itself is none of them. Throws `not_found`, and `invalid_field` where nothing is to be included.
   */
  retry(key: string, input: RetryInput): Promise<Stream>
}

const anyStatus = ['sending', 'paused'] as const

export function createStreams(context: StreamContext): Streams {
  const { store, clock, owner, changed, life } = context

  async function change(
    before: CampaignRecord,
    { fields, links }: StreamFields,
    { ifRevision }: Edit,
  ): Promise<CampaignRecord> {
    const after = await store.campaigns.update(before.id, fields, anyStatus, { at: clock.now(), ifRevision })
    if (after === undefined) return missingStream()
    await store.campaigns.addLinks(before.id, links)
    changed(before.id)
    return after
  }

  async function control(key: string, from: 'sending' | 'paused', to: 'sending' | 'paused'): Promise<Stream> {
    const stream = await requireStream(context, key)
    const by = to === 'paused' ? { pauseReason: 'user' } : {}
    const at = clock.now()
    const after = await store.campaigns.changeStatus(stream.id, { from: [from], to, at, ...by })
    if (after === undefined) {
      const { status } = await requireStream(context, key)
      throw new SillageError('wrong_status', `This stream is ${status} already.`, { details: { status } })
    }
    changed(stream.id)
    life(to === 'paused' ? 'paused' : 'resumed', after, to === 'paused' ? { at, reason: 'user' } : undefined)
    return toStream(after)
  }

  return {
    async put(key, input) {
      const named = parseInput(keyInput, key, 'key')
      const { ifRevision, ...given } = parseInput(streamInput, input)
      const made = await streamFields(context, named, given)
      let stream = await findStream(context, named)
      if (stream === undefined && ifRevision !== undefined) missingStream()
      let created = false
      if (stream === undefined) ({ stream, created } = await createStream(context, named, made))
      if (ifRevision !== undefined && ifRevision !== stream.revision) throw editConflict('stream', ifRevision, stream)
      if (!created && !isSo(stream, made.fields)) stream = await change(stream, made, { ifRevision })
      return { ...toStream(stream), created }
    },
    get: async (key) => toStream(await requireStream(context, key)),
    list: (query = {}) =>
      listing(pageQuery, query, async (asked) => toPage(await store.streams.list({ ...asked, owner }), toStreamItem)),
    async update(key, patch) {
      const { ifRevision, ...given } = parseInput(streamPatch, patch)
      const before = await requireStream(context, key)
      // The change is put on what was read just now, so that has to be the revision that the caller knows.
      if (ifRevision !== undefined && ifRevision !== before.revision) throw editConflict('stream', ifRevision, before)
      const { fields, links } = await streamFields(context, key, changedStream(before, given), before)
      const templateId = templateAfter(before, given) ?? fields.templateId
      return toStream(await change(before, { fields: { ...fields, templateId }, links }, { ifRevision }))
    },
    async delete(key) {
      const { id } = await requireStream(context, key)
      await store.campaigns.remove(id, owner)
      changed(id)
    },
    pause: (key) => control(key, 'sending', 'paused'),
    resume: (key) => control(key, 'paused', 'sending'),
    async retry(key, input) {
      const { include, messageIds } = parseInput(retryInput, input ?? {})
      const { id } = await requireStream(context, key)
      await store.messages.retry(id, { include, messageIds: messageIds?.map(parseId), at: clock.now() })
      changed(id)
      const after = await requireStream(context, key)
      life('retried', after)
      return toStream(after)
    },
  }
}
