import { addressKey } from '../../kit/address-key.ts'
import type { ConsentChange } from '../port/privacy-store.ts'
import { decidedConsent } from '../rules/planned-consent.ts'
import { copy, type MemoryState, ownedKey } from './state.ts'

/** What an address decided, oldest first. */
export function consentLog(state: MemoryState, owner: string | null, email: string): ConsentChange[] {
  return state.consents.get(keyOf(owner, email)) ?? []
}

export function logConsent(state: MemoryState, change: ConsentChange): void {
  const log = consentLog(state, change.owner, change.email)
  log.push(copy({ ...change, consent: decidedConsent(log.at(-1)?.consent ?? null, change.consent) }))
  state.consents.set(keyOf(change.owner, change.email), log)
}

export function forgetConsents(state: MemoryState, owner: string | null, email: string): void {
  state.consents.delete(keyOf(owner, email))
}

const keyOf = (owner: string | null, email: string): string => ownedKey(owner, addressKey(email))
