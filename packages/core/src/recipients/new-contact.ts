import type { Consent, ContactInput } from '../domain/recipient.ts'
import type { NewContact } from '../store/port/records.ts'
import { checkAddress } from './address.ts'

/** What was given, checked: its time is text. */
type Checked = Omit<ContactInput, 'consent'> & { consent?: Consent | undefined }

/** A contact as it is stored; its address is checked here. */
export function newContact(input: Checked, owner: string | null, now: number): NewContact {
  return {
    owner,
    email: checkAddress(input.email),
    ref: input.ref ?? null,
    name: input.name ?? null,
    company: input.company ?? null,
    tags: input.tags ?? [],
    data: input.data ?? {},
    consent: input.consent ?? null,
    createdAt: now,
  }
}
