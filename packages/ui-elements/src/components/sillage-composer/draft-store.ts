import { type Draft, emptyDraft } from './draft.ts'

const KEY = 'sillage-draft'
/** A longer list is kept nowhere in the browser: storage is small, and the addresses are other people's. */
const LONGEST_LIST = 1_000

/** What of a draft is kept: all of it, all but its long lists, or nothing, where storage is denied or full. */
export type Kept = 'all' | 'without-lists' | 'nothing'

/**
 * Keeps unsent drafts, each separately: by server, and by what it began with (`slot`), so that a copy never replaces a
 * new campaign. With `draftKey` beyond the session, in which each key has drafts of its own.
 */
export function createDraftStore(scope: string, slot: string, draftKey: string | undefined) {
  const key = `${KEY} ${[scope, ...(draftKey === undefined ? [] : [draftKey]), slot].join(' ')}`
  // Reading the storage of a page throws where it is denied.
  const storage = () => (draftKey === undefined ? sessionStorage : localStorage)
  return {
    load(): Draft | undefined {
      try {
        const kept: unknown = JSON.parse(storage().getItem(key) ?? 'null')
        if (typeof kept !== 'object' || kept === null) return undefined
        const draft = { ...emptyDraft, ...kept }
        return { ...draft, recipients: { ...emptyDraft.recipients, ...draft.recipients } }
      } catch {
        return undefined
      }
    },
    save(draft: Draft): Kept {
      const { lists } = draft.recipients
      const short = lists.filter(({ people }) => people.length <= LONGEST_LIST)
      try {
        storage().setItem(key, JSON.stringify({ ...draft, recipients: { ...draft.recipients, lists: short } }))
        return short.length === lists.length ? 'all' : 'without-lists'
      } catch {
        return 'nothing'
      }
    },
    clear(): void {
      try {
        storage().removeItem(key)
      } catch {
        // denied: there is nothing to remove
      }
    },
  }
}
