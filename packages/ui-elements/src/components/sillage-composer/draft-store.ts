import { type Draft, emptyDraft } from './draft.ts'

const KEY = 'sillage-draft'

/**
 * Keeps unsent drafts for the session, each separately: by server, and by what it began with (`slot`), so that a copy
 * never replaces a new campaign. Where storage is denied or full, nothing is kept and nothing breaks.
 */
export function createDraftStore(scope: string, slot: string) {
  const key = `${KEY} ${scope} ${slot}`
  return {
    load(): Draft | undefined {
      try {
        const text = sessionStorage.getItem(key)
        if (text === null) return undefined
        const kept: unknown = JSON.parse(text)
        if (typeof kept !== 'object' || kept === null) return undefined
        const draft = { ...emptyDraft, ...kept }
        return { ...draft, recipients: { ...emptyDraft.recipients, ...draft.recipients } }
      } catch {
        return undefined
      }
    },
    save(draft: Draft): boolean {
      try {
        sessionStorage.setItem(key, JSON.stringify(draft))
        return true
      } catch {
        return false
      }
    },
    clear(): void {
      try {
        sessionStorage.removeItem(key)
      } catch {
        // denied: there is nothing to remove
      }
    },
  }
}
