import { addressKey } from '../../kit/address-key.ts'
import type { Erasure, ExportedRecipient, PrivacyStore } from '../port/privacy-store.ts'
import { erasedAddress, erasedConsent, erasedDetail, erasedError, erasedSource } from '../rules/erased.ts'
import { changedConsent } from '../rules/planned-consent.ts'
import { addAddress, removeAddress } from './addresses.ts'
import { completeIfDone, moveMessage } from './campaign-status.ts'
import { consentLog, forgetConsents, logConsent } from './consent-log.ts'
import { contactByEmail, removeContact } from './contacts.ts'
import { dropContent } from './own-contents.ts'
import { purge, purgeable } from './purge.ts'
import { copy, foldedOf, type MemoryState, type MessageRow } from './state.ts'
import { addressOf, addSuppression, hashSuppression, known, suppressionsOf } from './suppressions.ts'

export function memoryPrivacy(state: MemoryState): PrivacyStore {
  return {
    async setConsent(change, messageId) {
      const messages = messagesOf(state, change.owner, change.email)
      if (messageId !== undefined && !messages.some(({ record }) => record.id === messageId)) return false
      logConsent(state, change)
      const contact = contactByEmail(state, change.owner, change.email)
      if (contact !== undefined) contact.consent = changedConsent(contact.consent, change)
      for (const { record } of messages) record.consent = changedConsent(record.consent, change)
      return true
    },
    async consentOf(owner, email) {
      const decided = consentLog(state, owner, email).at(-1)?.consent
      return copy(decided ?? contactByEmail(state, owner, email)?.consent ?? null)
    },
    async export(owner, email, emailHash) {
      const exported: ExportedRecipient = {
        contacts: [],
        messages: [],
        events: [],
        suppressions: [],
        softBounces: [],
        consents: [],
      }
      for (const one of owner === undefined ? ownersOf(state, email, emailHash) : [owner]) {
        const own = exportOf(state, one, email, emailHash)
        exported.contacts.push(...own.contacts)
        exported.messages.push(...own.messages)
        exported.events.push(...own.events)
        exported.suppressions.push(...own.suppressions)
        exported.softBounces.push(...own.softBounces)
        exported.consents.push(...own.consents)
      }
      return copy(exported)
    },
    erase: async (erasure) => ({ messages: erase(state, erasure), delayed: false }),
    purge: async (retention, limit, now) => purge(state, retention, limit, now),
    purgeable: async (retention) => purgeable(state, retention),
  }
}

function exportOf(
  state: MemoryState,
  owner: string | null,
  email: string,
  emailHash: string | null,
): ExportedRecipient {
  const contact = contactByEmail(state, owner, email)
  const messages = messagesOf(state, owner, email)
  return {
    contacts: contact === undefined ? [] : [contact],
    messages: messages.map((row) => row.record),
    events: messages.flatMap((row) => row.events),
    suppressions: known(state, owner, email, emailHash),
    softBounces: [...(state.softBounces.get(addressOf({ owner, email }))?.values() ?? [])],
    consents: consentLog(state, owner, email),
  }
}

/** Owners that have any data of an address, or mailed it and have only its keyed hash. */
function ownersOf(state: MemoryState, email: string, emailHash: string | null): (string | null)[] {
  const campaigns = [...state.campaigns.values(), ...state.removed].map(({ record }) => record)
  const owners = new Set(
    [
      ...campaigns,
      ...state.contacts.values(),
      ...state.suppressions.values(),
      ...[...state.consents.values()].flat(),
      ...[...state.softBounces.values()].flatMap((own) => [...own.values()]),
    ].map(({ owner }) => owner),
  )
  const having = [...owners].filter((owner) =>
    Object.values(exportOf(state, owner, email, emailHash)).some((rows) => rows.length > 0),
  )
  const mailed = [...state.gone.values()].filter((gone) => gone.emailHash === emailHash).map(({ owner }) => owner)
  return [...new Set([...having, ...mailed])]
}

/** Messages to an address, those of removed campaigns included: they are personal data until they are swept. */
export function messagesOf(state: MemoryState, owner: string | null, email: string): MessageRow[] {
  const folded = addressKey(email)
  return [...state.campaigns.values(), ...state.removed]
    .filter((campaign) => campaign.record.owner === owner)
    .flatMap((campaign) => campaign.byEmail.get(folded) ?? [])
}

function erase(state: MemoryState, erasure: Erasure): number {
  const owners = erasure.owner === undefined ? ownersOf(state, erasure.email, erasure.emailHash) : [erasure.owner]
  for (const [id, { owner, emailHash }] of state.gone)
    if (emailHash === erasure.emailHash && (erasure.owner === undefined || owner === erasure.owner))
      state.gone.delete(id)
  if (owners.length === 0) owners.push(null)
  return owners.reduce((sum, owner) => sum + eraseOf(state, owner, erasure), 0)
}

function eraseOf(state: MemoryState, owner: string | null, { email, emailHash, at }: Erasure): number {
  const contact = contactByEmail(state, owner, email)
  if (contact !== undefined) removeContact(state, contact)
  forgetConsents(state, owner, email)
  state.softBounces.delete(addressOf({ owner, email }))
  for (const suppression of suppressionsOf(state, { owner, email, emailHash: null })) {
    hashSuppression(state, { ...suppression, source: erasedSource(suppression.source) }, emailHash)
  }
  const erased = { owner, email: null, emailHash, topic: null, reason: 'erasure' } as const
  if (!suppressionsOf(state, erased).some(({ topic, reason }) => topic === null && reason === 'erasure'))
    addSuppression(state, { ...erased, at })
  const rows = messagesOf(state, owner, email)
  for (const row of rows) eraseMessage(state, row, at)
  return rows.length
}

function eraseMessage(state: MemoryState, row: MessageRow, at: number): void {
  const { record, campaign } = row
  removeAddress(row)
  dropContent(state, row)
  Object.assign(record, { email: erasedAddress(record.id), ref: null, name: null, company: null, data: {} })
  record.consent = copy(erasedConsent)
  record.error = record.error && erasedError(record.error)
  row.emailHash = undefined
  row.once = null
  row.folded = foldedOf(record)
  addAddress(row)
  for (const event of row.events)
    Object.assign(event, { ip: null, userAgent: null, detail: erasedDetail(event.detail) })
  if (record.state !== 'queued' && record.state !== 'claimed') return
  moveMessage(state, row, 'skipped', { at })
  completeIfDone(campaign, at)
}
