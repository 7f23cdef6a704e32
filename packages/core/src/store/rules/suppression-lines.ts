import { addressKey } from '../../kit/address-key.ts'
import type { SuppressionLine, SuppressionRecord } from '../port/suppression-store.ts'

/** Suppressions as lists show them: those of one address and topic are one line. Newest first, by id. Pure. */
export function suppressionLines(rows: readonly SuppressionRecord[]): SuppressionLine[] {
  const lines = byLine(rows).map(([oldest, ...others]) => {
    const { id, owner, email, emailHash, topic } = oldest
    const newestFirst = [oldest, ...others].reverse()
    return { id, owner, email, emailHash, topic, reasons: newestFirst.map(said) }
  })
  return lines.sort((a, b) => b.id - a.id)
}

/** What two suppressions of one line have in common. */
export const lineKey = ({ owner, email, emailHash, topic }: Omit<SuppressionLine, 'id' | 'reasons'>): string =>
  JSON.stringify([owner, email === null ? ['#', emailHash] : addressKey(email), topic])

/** What becomes of the rows of lines of which some are lifted. */
export interface Lifted {
  removed: number[]
  /** What the oldest row of a line says from then on. */
  changed: Pick<SuppressionRecord, 'id' | 'reason' | 'source' | 'at'>[]
}

/**
 * Lifts some of these suppressions, which are all of their lines. A line is known by the id of its oldest row: where
 * that one is lifted and others are left, it takes over what the next one says, which goes in its place. Pure.
 */
export function liftedFrom(rows: readonly SuppressionRecord[], isLifted: (row: SuppressionRecord) => boolean): Lifted {
  const lifted: Lifted = { removed: [], changed: [] }
  for (const line of byLine(rows)) {
    const [{ id }] = line
    const kept = line.filter((row) => !isLifted(row))
    const next = kept.find((row) => row.id !== id)
    const takesOver = next !== undefined && next === kept[0]
    if (takesOver) lifted.changed.push({ id, ...said(next) })
    const staying = new Set(kept.map((row) => (takesOver && row === next ? id : row.id)))
    lifted.removed.push(...line.flatMap((row) => (staying.has(row.id) ? [] : row.id)))
  }
  return lifted
}

type Line = [SuppressionRecord, ...SuppressionRecord[]]

/** Each line's rows, the oldest first. */
const byLine = (rows: readonly SuppressionRecord[]): Line[] =>
  [
    ...Map.groupBy(
      rows.toSorted((a, b) => a.id - b.id),
      lineKey,
    ).values(),
  ] as Line[]

const said = ({ reason, source, at }: SuppressionRecord) => ({ reason, source, at })
