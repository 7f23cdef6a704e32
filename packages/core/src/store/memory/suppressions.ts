import { addressKey } from '../../kit/address-key.ts'
import type { NewSuppression, SuppressionRecord } from '../port/records.ts'
import type { SuppressionStore } from '../port/suppression-store.ts'
import { byNewest, pageBy } from './keyset.ts'
import { copy, isVisible, type MemoryState, nextId, ownedKey } from './state.ts'

export function memorySuppressions(state: MemoryState): SuppressionStore {
  return {
    async add(suppression) {
      const earlier = findSuppression(state, suppression)
      if (earlier !== undefined) return { suppression: copy(earlier), created: false }
      return { suppression: copy(addSuppression(state, suppression)), created: true }
    },
    async remove(id, owner) {
      const suppression = state.suppressions.get(id)
      if (suppression === undefined || !isVisible(suppression.owner, owner)) return false
      dropSuppression(state, suppression)
      return true
    },
    async of(owner, email, emailHash) {
      return copy(known(state, owner, email, emailHash).sort((a, b) => a.id - b.id))
    },
    async lift({ owner, email, emailHash = null, topic, reasons, until = Infinity }) {
      const lifted = known(state, owner, email, emailHash).filter(
        (row) => row.topic === topic && row.at <= until && (reasons === undefined || reasons.includes(row.reason)),
      )
      for (const suppression of lifted) dropSuppression(state, suppression)
      return lifted.length > 0
    },
    async list(request) {
      const rows = [...state.suppressions.values()].filter((row) => isVisible(row.owner, request.owner))
      return copy(pageBy(rows, request, byNewest('suppressions'), (row) => [row.id]))
    },
    async held(owner, emails, topic) {
      return new Set(emails.filter((email) => isHeld(state, owner, { email }, topic)))
    },
  }
}

type Subject = Pick<SuppressionRecord, 'owner' | 'email' | 'emailHash'>

/** Addresses and hashes share one index; the prefix keeps them apart. */
function keyOf({ owner, email, emailHash }: Subject): string {
  return ownedKey(owner, email === null ? `#${emailHash ?? ''}` : `@${addressKey(email)}`)
}

function findSuppression(
  state: MemoryState,
  subject: Subject & Pick<SuppressionRecord, 'topic' | 'reason'>,
): SuppressionRecord | undefined {
  const id = state.suppressionKeys.get(keyOf(subject))?.get(lineOf(subject))
  return id === undefined ? undefined : state.suppressions.get(id)
}

/** What an address can have several suppressions by. */
const lineOf = ({ topic, reason }: Pick<SuppressionRecord, 'topic' | 'reason'>): string => ownedKey(topic, reason)

export function addSuppression(state: MemoryState, suppression: NewSuppression): SuppressionRecord {
  const record = { id: nextId(state, 'suppressions'), source: null, ...copy(suppression) }
  keep(state, record)
  return record
}

function keep(state: MemoryState, record: SuppressionRecord): void {
  const lines = state.suppressionKeys.get(keyOf(record)) ?? new Map<string, number>()
  lines.set(lineOf(record), record.id)
  state.suppressionKeys.set(keyOf(record), lines)
  state.suppressions.set(record.id, record)
}

function dropSuppression(state: MemoryState, suppression: SuppressionRecord): void {
  const lines = state.suppressionKeys.get(keyOf(suppression))
  lines?.delete(lineOf(suppression))
  if (lines?.size === 0) state.suppressionKeys.delete(keyOf(suppression))
  state.suppressions.delete(suppression.id)
}

/** Replaces a suppression's address by a keyed hash. If the hash already has an equal one, it is dropped. */
export function hashSuppression(state: MemoryState, suppression: SuppressionRecord, emailHash: string): void {
  const hashed = { ...suppression, email: null, emailHash }
  dropSuppression(state, suppression)
  if (findSuppression(state, hashed) !== undefined) return
  keep(state, hashed)
}

/** Suppressions under an address, and those under its hash. */
function known(state: MemoryState, owner: string | null, email: string, emailHash: string | null): SuppressionRecord[] {
  const byHash = emailHash === null ? [] : suppressionsOf(state, { owner, email: null, emailHash })
  return [...suppressionsOf(state, { owner, email, emailHash: null }), ...byHash]
}

/** All suppressions of one address, given as it is or as a keyed hash. */
export function suppressionsOf(state: MemoryState, subject: Subject): SuppressionRecord[] {
  const ids = state.suppressionKeys.get(keyOf(subject))?.values() ?? []
  return [...ids].flatMap((id) => state.suppressions.get(id) ?? [])
}

/** True when an address may not be mailed on a topic: it is held there or everywhere, by address or by hash. */
export function isHeld(
  state: MemoryState,
  owner: string | null,
  { email, emailHash }: { email: string; emailHash?: string | undefined },
  topic: string | null,
): boolean {
  const byAddress = suppressionsOf(state, { owner, email, emailHash: null })
  const byHash = emailHash === undefined ? [] : suppressionsOf(state, { owner, email: null, emailHash })
  return [...byAddress, ...byHash].some((row) => row.topic === null || row.topic === topic)
}
