import type { JSX } from 'react'
import { expectTypeOf, test } from 'vitest'
import type { CampaignStats, SillageActionEvent } from '../src/index.ts'
import type {} from '../src/react.ts'

test('React has types for the elements, their properties and their events', () => {
  type Stats = JSX.IntrinsicElements['campaign-stats']
  expectTypeOf<Stats['campaignId']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Stats['campaign-id']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Stats['stream']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<NonNullable<Stats['onsillage-action']>>().parameter(0).toEqualTypeOf<SillageActionEvent>()
  expectTypeOf<Stats['className']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Extract<Stats['ref'], (instance: never) => unknown>>().parameter(0).toEqualTypeOf<CampaignStats | null>()
  expectTypeOf<JSX.IntrinsicElements['sillage-provider']['theme']>().toEqualTypeOf<
    'light' | 'dark' | 'auto' | undefined
  >()
})
