import type { SuppressionReason } from '../../domain/recipient.ts'
import { addressKey } from '../../kit/address-key.ts'
import type { CampaignRecord } from '../port/records.ts'
import type {
  NewSuppression,
  SoftBounce,
  SuppressionQuery,
  SuppressionRecord,
  SuppressionStore,
} from '../port/suppression-store.ts'
import { holdingReasons } from '../rules/holding-reasons.ts'
import { saidReason } from '../rules/outbox-facts.ts'
import { liftedFrom, lineKey, suppressionLines } from '../rules/suppression-lines.ts'
import { byNewest, pageBy } from './keyset.ts'
import { copy, isVisible, type MemoryState, nextId, ownedKey } from './state.ts'

export function memorySuppressions(state: MemoryState): SuppressionStore {
  return {
    async add(suppression, { over = [] } = {}) {
      const earlier = findSuppression(state, suppression)
      if (earlier !== undefined) {
        if (earlier.source !== null && over.includes(earlier.source)) {
          earlier.source = suppression.source ?? null
          earlier.at = Math.max(earlier.at, suppression.at)
        }
        return { suppression: copy(earlier), created: false }
      }
      return { suppression: copy(addSuppression(state, suppression)), created: true }
    },
    async remove(id, { owner, reason } = {}) {
      const suppression = state.suppressions.get(id)
      if (suppression === undefined || !isVisible(suppression.owner, owner)) return false
      const line = suppressionsOf(state, suppression).filter((row) => row.topic === suppression.topic)
      return lift(state, line, (row) => reason === undefined || row.reason === reason)
    },
    async of(owner, email, emailHash) {
      return copy(known(state, owner, email, emailHash).sort((a, b) => a.id - b.id))
    },
    async lift({ owner, email, emailHash = null, topic, reasons, until = Infinity }) {
      const lines = known(state, owner, email, emailHash).filter((row) => row.topic === topic)
      return lift(state, lines, (row) => row.at <= until && (reasons === undefined || reasons.includes(row.reason)))
    },
    async list(request) {
      const byLine = new Map(suppressionLines([...state.suppressions.values()]).map((line) => [lineKey(line), line]))
      const listed = [...state.suppressions.values()].filter((row) =>
        isListed(row, request, byLine.get(lineKey(row))?.id),
      )
      const { items, next } = pageBy(listed, request, byNewest('suppressions'), (row) => [row.id])
      return copy({ items: items.flatMap((row) => byLine.get(lineKey(row)) ?? []), next })
    },
    async addSoftBounce(bounce, since) {
      const key = addressOf(bounce)
      const known = state.softBounces.get(key) ?? new Map<number, SoftBounce>()
      state.softBounces.set(key, known)
      if (!known.has(bounce.messageId)) known.set(bounce.messageId, copy(bounce))
      forgetSoftBounces(state, key, since - 1)
      return copy([...known.values()].sort((a, b) => a.at - b.at || a.messageId - b.messageId))
    },
    forgetSoftBounces: async (owner, email, until) => forgetSoftBounces(state, addressOf({ owner, email }), until) > 0,
    async held(owner, emails, topic, emailHashes) {
      const campaign = { owner, topic, transactional: false }
      return new Set(
        emails.filter(
          (email, index) => heldFor(state, campaign, { email, emailHash: emailHashes?.[index] }) !== undefined,
        ),
      )
    },
  }
}

/** How the soft bounces of an address are found. */
export const addressOf = ({ owner, email }: Pick<SoftBounce, 'owner' | 'email'>): string =>
  ownedKey(owner, addressKey(email))

/** Forgets those of one address that are not newer, at most so many; returns how many. */
export function forgetSoftBounces(state: MemoryState, key: string, until: number, limit = Infinity): number {
  const known = state.softBounces.get(key)
  const old = [...(known?.values() ?? [])].filter(({ at }) => at <= until).slice(0, limit)
  for (const { messageId } of old) known?.delete(messageId)
  if (known?.size === 0) state.softBounces.delete(key)
  return old.length
}

function lift(
  state: MemoryState,
  rows: readonly SuppressionRecord[],
  isLifted: (row: SuppressionRecord) => boolean,
): boolean {
  const { removed, changed } = liftedFrom(rows, isLifted)
  const taken = changed.map((said) => [state.suppressions.get(said.id), said] as const)
  for (const row of rows)
    if (removed.includes(row.id) || changed.some(({ id }) => id === row.id)) dropSuppression(state, row)
  for (const [row, said] of taken) if (row !== undefined) keep(state, { ...row, ...said })
  return removed.length > 0
}

/** Whether a row stands for its line: the oldest of it, or the one for the reason asked for. */
function isListed(
  row: SuppressionRecord,
  { owner, topic, reason, q = '' }: SuppressionQuery,
  oldest?: number,
): boolean {
  if (!isVisible(row.owner, owner) || (topic !== undefined && row.topic !== topic)) return false
  if (!(row.email === null ? '' : addressKey(row.email)).startsWith(q.toLowerCase())) return false
  return reason === undefined ? row.id === oldest : row.reason === reason
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
export function known(
  state: MemoryState,
  owner: string | null,
  email: string,
  emailHash: string | null,
): SuppressionRecord[] {
  const byHash = emailHash === null ? [] : suppressionsOf(state, { owner, email: null, emailHash })
  return [...suppressionsOf(state, { owner, email, emailHash: null }), ...byHash]
}

/** All suppressions of one address, given as it is or as a keyed hash. */
export function suppressionsOf(state: MemoryState, subject: Subject): SuppressionRecord[] {
  const ids = state.suppressionKeys.get(keyOf(subject))?.values() ?? []
  return [...ids].flatMap((id) => state.suppressions.get(id) ?? [])
}

/** What decides whether a campaign may mail an address. */
interface Mailing {
  owner: string | null
  topic: string | null
  transactional: boolean
}

export const mailingOf = ({ owner, options, transactional }: CampaignRecord): Mailing => ({
  owner,
  topic: options.topic ?? null,
  transactional,
})

/** Why an address may not be mailed on a topic: it is held there or everywhere, by address or by hash. */
export function heldFor(
  state: MemoryState,
  { owner, topic, transactional }: Mailing,
  { email, emailHash }: { email: string; emailHash?: string | undefined },
): SuppressionReason | undefined {
  const holding = holdingReasons({ transactional })
  const byAddress = suppressionsOf(state, { owner, email, emailHash: null })
  const byHash = emailHash === undefined ? [] : suppressionsOf(state, { owner, email: null, emailHash })
  const rows = [...byAddress, ...byHash].filter((row) => row.topic === null || row.topic === topic)
  return saidReason(rows.map(({ reason }) => reason).filter((reason) => holding.includes(reason)))
}
