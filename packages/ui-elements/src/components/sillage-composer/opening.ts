import type { ComposeMode } from '../../events/sillage-events.ts'
import type { Draft } from './draft.ts'
import { createDraftStore } from './draft-store.ts'

/** What the composer was opened for: where its draft is kept, and what would be lost by closing it. */
export function createOpening(baseUrl: string, mode: ComposeMode, campaignId?: string) {
  const store = createDraftStore(baseUrl, campaignId === undefined ? mode : `${mode} ${campaignId}`)
  const editing = mode === 'edit'
  let stored: Draft | undefined
  return {
    mode,
    campaignId,
    /** The draft that was kept; changes of a campaign are not, because others may have changed it since. */
    kept: () => (editing ? undefined : store.load()),
    keep: (draft: Draft) => editing || store.save(draft),
    drop: () => store.clear(),
    /** The form holds a campaign as it is stored; undefined: closing loses nothing. */
    begin(draft: Draft | undefined): void {
      stored = editing ? draft : undefined
    },
    get stored(): Draft | undefined {
      return stored
    },
    changed: (draft: Draft) => stored !== undefined && JSON.stringify(stored) !== JSON.stringify(draft),
  }
}
