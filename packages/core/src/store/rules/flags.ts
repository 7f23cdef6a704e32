import type { EventKind } from '../../domain/event.ts'
import type { EventRecord } from '../port/records.ts'

/** What a message keeps once: when it came first, in this field, and the counter that its campaign adds 1 to then. */
export type MessageFlag =
  | { readonly at: 'unsubscribedAt'; readonly counter: 'unsubscribes' }
  | { readonly at: 'bouncedAt'; readonly counter: 'bounces' }
  | { readonly at: 'hardBouncedAt'; readonly counter: 'hardBounces' }
  | { readonly at: 'complainedAt'; readonly counter: 'complaints' }

const bounced: MessageFlag = { at: 'bouncedAt', counter: 'bounces' }
const flags: Partial<Record<EventKind, readonly MessageFlag[]>> = {
  unsubscribe: [{ at: 'unsubscribedAt', counter: 'unsubscribes' }],
  bounce: [bounced],
  complaint: [{ at: 'complainedAt', counter: 'complaints' }],
}
const hardBounce: readonly MessageFlag[] = [bounced, { at: 'hardBouncedAt', counter: 'hardBounces' }]

/**
 * The flags that an event sets, each where the message does not have it yet. A bounce is hard only where its detail
 * says `permanent: true`: one of which that is not known may pass.
 */
export function flagsOf({ type, detail, head }: Pick<EventRecord, 'type' | 'detail' | 'head'>): readonly MessageFlag[] {
  if (head) return []
  return type === 'bounce' && detail?.permanent === true ? hardBounce : (flags[type] ?? [])
}
