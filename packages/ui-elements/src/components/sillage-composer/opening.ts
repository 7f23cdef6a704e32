import type { ComposeMode } from '../../events/sillage-events.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { createDraftStore, type Kept } from './draft-store.ts'

/** A list may be long, so whom it goes to is compared otherwise. */
const withoutPeople = (draft: Draft): string => JSON.stringify({ ...draft, recipients: undefined })

/** What the composer was opened for: where its draft is kept, and what would be lost by closing it. */
export function createOpening(baseUrl: string, mode: ComposeMode, campaignId?: string, draftKey?: string) {
  const store = createDraftStore(baseUrl, campaignId === undefined ? mode : `${mode} ${campaignId}`, draftKey)
  const editing = mode === 'edit'
  let stored: Draft | undefined
  let kept: Kept | undefined
  return {
    mode,
    campaignId,
    /** The draft that was kept; changes of a campaign are not, because others may have changed it since. */
    load(): Draft | undefined {
      const draft = editing ? undefined : store.load()
      if (draft !== undefined) kept = 'all'
      return draft
    },
    keep(draft: Draft): void {
      if (!editing) kept = store.save(draft)
    },
    /** What of the draft is kept; undefined: there is nothing to keep. */
    get kept(): Kept | undefined {
      return kept
    },
    drop(): void {
      store.clear()
      kept = undefined
    },
    /** The form holds a campaign as it is stored; undefined: closing loses nothing. */
    begin(draft: Draft | undefined): void {
      stored = editing ? draft : undefined
      if (draft === undefined) kept = undefined
    },
    get stored(): Draft | undefined {
      return stored
    },
    /** Whether closing would lose something. */
    loses(draft: Draft): boolean {
      if (!editing) return draft !== emptyDraft && kept !== undefined && kept !== 'all'
      return (
        stored !== undefined && (draft.recipients.own === undefined || withoutPeople(stored) !== withoutPeople(draft))
      )
    },
  }
}
