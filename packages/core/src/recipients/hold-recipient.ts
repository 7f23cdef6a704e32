import type { MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import { type HeldAddress, suppress } from './suppress.ts'

type Stores = Pick<Store, 'messages' | 'suppressions'>

/** What became of it: news, nothing new, or nothing, because there is no such person any more. */
export type Holding = 'held' | 'was_held' | 'erased'

/**
 * Holds a message's address back, for what a server, a report or the person said of it. Not where the recipient was
 * erased, before or meanwhile: the address that was read before is forgotten by now, and a placeholder belongs to no
 * person.
 */
export async function holdRecipient(
  store: Stores,
  { id }: Pick<MessageRecord, 'id'>,
  address: HeldAddress,
  said: Parameters<typeof suppress>[2],
): Promise<Holding> {
  if (await isErased(store, id)) return 'erased'
  const { created } = await suppress(store.suppressions, address, said)
  if (!created) return 'was_held'
  if (!(await isErased(store, id))) return 'held'
  // By its address: an erasure that came later than the suppression keeps it under the hash.
  await store.suppressions.lift({ ...address, reasons: [said.reason], until: said.at })
  return 'erased'
}

async function isErased({ messages }: Stores, id: number): Promise<boolean> {
  return isErasedAddress((await messages.get(id))?.email ?? '')
}
