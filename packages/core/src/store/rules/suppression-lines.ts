import { addressKey } from '../../kit/address-key.ts'
import type { SuppressionLine, SuppressionRecord } from '../port/suppression-store.ts'

/** Suppressions as lists show them: those of one address and topic are one line. Newest first, by id. Pure. */
export function suppressionLines(rows: readonly SuppressionRecord[]): SuppressionLine[] {
  const newestFirst = rows.toSorted((a, b) => b.id - a.id)
  return [...Map.groupBy(newestFirst, lineKey).values()].flatMap((reasons) => {
    const [newest] = reasons
    if (newest === undefined) return []
    const { id, owner, email, emailHash, topic } = newest
    return {
      id,
      owner,
      email,
      emailHash,
      topic,
      reasons: reasons.map(({ reason, source, at }) => ({ reason, source, at })),
    }
  })
}

/** What two suppressions of one line have in common. */
export const lineKey = ({ owner, email, emailHash, topic }: Omit<SuppressionLine, 'id' | 'reasons'>): string =>
  JSON.stringify([owner, email === null ? ['#', emailHash] : addressKey(email), topic])
