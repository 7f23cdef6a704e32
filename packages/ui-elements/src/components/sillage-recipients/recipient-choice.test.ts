import { expect, test } from 'vitest'
import { type Did, noRule, segmentOf } from './recipient-choice.ts'

const past = { campaignId: '7' }

test.each<[Did, object]>([
  ['opened', { opened: past }],
  ['onlyOpened', { opened: past, not: { clicked: past } }],
  ['unclicked', { received: past, not: { any: [{ clicked: past }, { bounced: past }] } }],
  ['unplanned', { not: { planned: past } }],
])('%s of an earlier campaign is asked for as it is meant', (did, expected) => {
  expect(segmentOf({ ...noRule, did, campaignId: '7' })).toEqual(expected)
})
