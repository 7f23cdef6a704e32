import { expect, it } from 'vitest'
import { mostRecipients } from '../../src/domain/input/campaigns.ts'
import { kit } from '../test-sillage/kit.ts'

const tooMany = <T>(one: T): T[] => Array.from({ length: mostRecipients + 1 }, () => one)
const ada = { email: 'ada@example.org' }

it.each([
  ['recipients', tooMany(ada)],
  ['recipients.people', { people: tooMany(ada) }],
  ['recipients.contactIds', { contactIds: tooMany('1') }],
])('%s of more than may be is refused by its name', async (field, recipients) => {
  const { sillage, campaign } = await kit()
  await expect(campaign([], { recipients })).rejects.toMatchObject({ code: 'invalid_field', field })
  if (Array.isArray(recipients)) return
  const counted = sillage.campaigns.count(recipients)
  await expect(counted).rejects.toMatchObject({ code: 'invalid_field', field: field.slice('recipients.'.length) })
})

it.each([null, undefined, 5, 'all', [ada]])('a selection that is %j is refused', async (selection) => {
  const { sillage } = await kit()
  await expect(sillage.campaigns.count(selection as never)).rejects.toMatchObject({ code: 'invalid_field' })
})
