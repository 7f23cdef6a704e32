/**
 * Upper bounds of the buckets that commits are counted in, in milliseconds; longer ones than the last are counted
 * beyond it.
 */
export const commitBucketsMs = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000] as const

/**
 * How long the store took for transactions that were committed, since the process began: a histogram whose numbers only
 * rise, as Prometheus has it. Taken from the call to its answer, so waiting for a connection or for others is in it.
 */
export interface CommitTimes {
  /** How many. */
  commits: number
  /** Milliseconds in all. */
  commitMs: number
  /** Milliseconds of the longest. */
  longestCommitMs: number
  /**
   * How many took at most as long as each of `commitBucketsMs` and longer than the one before; the last entry: longer
   * than all.
   */
  commitBuckets: number[]
}

export function emptyCommitTimes(): CommitTimes {
  return { commits: 0, commitMs: 0, longestCommitMs: 0, commitBuckets: Array(commitBucketsMs.length + 1).fill(0) }
}

export function noteCommit(times: CommitTimes, ms: number): void {
  times.commits++
  times.commitMs += ms
  if (ms > times.longestCommitMs) times.longestCommitMs = ms
  let bucket = 0
  while (bucket < commitBucketsMs.length && ms > (commitBucketsMs[bucket] ?? ms)) bucket++
  times.commitBuckets[bucket] = (times.commitBuckets[bucket] ?? 0) + 1
}
