import type { MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import { suppress } from './suppress.ts'

type Stores = Pick<Store, 'messages' | 'suppressions'>

/**
 * Holds a message's address back from everything, for what a server or a report said of it; true where that is news.
 * Not where the recipient was erased, before or meanwhile: the address that was read before is forgotten by now, and a
 * placeholder belongs to no person.
 */
export async function holdRecipient(
  store: Stores,
  { id, email }: Pick<MessageRecord, 'id' | 'email'>,
  owner: string | null,
  said: Parameters<typeof suppress>[2],
): Promise<boolean> {
  if (await isErased(store, id)) return false
  const { created } = await suppress(store.suppressions, { owner, email, topic: null }, said)
  if (!created || !(await isErased(store, id))) return created
  // By its address: an erasure that came later than the suppression keeps it under the hash.
  await store.suppressions.lift({ owner, email, topic: null, reasons: [said.reason], until: said.at })
  return false
}

async function isErased({ messages }: Stores, id: number): Promise<boolean> {
  return isErasedAddress((await messages.get(id))?.email ?? '')
}
