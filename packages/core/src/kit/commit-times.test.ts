import { expect, it } from 'vitest'
import { commitBucketsMs, emptyCommitTimes, noteCommit } from './commit-times.ts'

it('counts each commit once, in the first bucket it fits in', () => {
  const times = emptyCommitTimes()
  for (const ms of [0.2, 1, 1.01, 7, 7, 5_000, 5_001]) noteCommit(times, ms)
  expect(times.commits).toBe(7)
  expect(times.commitMs).toBeCloseTo(10_017.21)
  expect(times.longestCommitMs).toBe(5_001)
  const at = (ms: number) => times.commitBuckets[(commitBucketsMs as readonly number[]).indexOf(ms)]
  expect([at(1), at(2.5), at(5), at(10), at(5_000), times.commitBuckets.at(-1)]).toEqual([2, 1, 0, 2, 1, 1])
  expect(times.commitBuckets.reduce((sum, count) => sum + count)).toBe(7)
})
