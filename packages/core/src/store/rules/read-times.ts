/** Read times are counted in buckets of this many milliseconds. */
const READ_TIME_MS = 100

/** The bucket a recipient's read time is counted in. */
export const readTimeBucket = (readMs: number): number => Math.round(readMs / READ_TIME_MS)

/**
 * The median of read times in milliseconds, from how many recipients are in each bucket; undefined when none is. Pure;
 * buckets in any order.
 */
export function medianOfBuckets(recipients: ReadonlyMap<number, number>): number | undefined {
  const buckets = [...recipients].filter(([, number]) => number > 0).sort(([a], [b]) => a - b)
  const measured = buckets.reduce((sum, [, number]) => sum + number, 0)
  if (measured === 0) return undefined
  const lower = bucketOf(buckets, Math.floor((measured - 1) / 2))
  const upper = bucketOf(buckets, Math.floor(measured / 2))
  return Math.round((lower + upper) / 2) * READ_TIME_MS
}

/** The bucket that the n-th recipient is in, counted from 0. */
function bucketOf(buckets: readonly (readonly [number, number])[], n: number): number {
  let left = n
  for (const [bucket, number] of buckets) {
    if (left < number) return bucket
    left -= number
  }
  return 0
}
