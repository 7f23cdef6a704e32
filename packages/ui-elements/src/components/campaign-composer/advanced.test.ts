import type { Campaign, CampaignInput } from '@sillage/core/browser'
import { expect, expectTypeOf, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { advancedOf, optionsOf, type Unplaced } from './advanced.ts'

test('what the form has no field for is carried, also what a newer server answers', () => {
  const limits = { perSecond: 3, burst: 2, perDay: 100, perWeek: 500 }
  const utm = { term: 'fair', id: '7' }
  const tracking = { clicks: false, aggregate: true, replies: true, utm }
  const options = { ...campaign({ id: '9' }).options, limits, tracking, topic: 'fairs', quietHours: '22-7' }
  const copy = optionsOf(advancedOf({ ...campaign({ id: '9', from: 'a@harbour.example' }), options }))
  expect(copy).toMatchObject({ from: 'a@harbour.example', limits, tracking, topic: 'fairs', quietHours: '22-7' })
})

test('a field of the form that was emptied does not come back from the campaign', () => {
  const first = campaign({ id: '9' })
  first.options.limits = { perSecond: 3, perDay: 100 }
  first.options.tracking = { clicks: false, utm: { term: 'fair' } }
  const advanced = advancedOf(first)
  const emptied = { ...advanced, limits: { ...advanced.limits, perDay: '' }, utm: { ...advanced.utm, term: '' } }
  expect(optionsOf(emptied)).toMatchObject({ limits: { perSecond: 3 }, tracking: { clicks: false } })
  expect(optionsOf(emptied).limits).not.toHaveProperty('perDay')
  expect(optionsOf(emptied).tracking).not.toHaveProperty('utm')
})

test('a new field of the input that is no option has to be named, also where it may be left out', () => {
  type Named = Record<keyof Unplaced, Campaign['from'] | undefined>
  expectTypeOf<Named>().toExtend<Unplaced>()
  expectTypeOf<Named>().not.toExtend<Unplaced<CampaignInput & { preheader?: string | undefined }>>()
})
