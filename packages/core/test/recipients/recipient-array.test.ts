import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CampaignInput, createSillage, memoryStore, type Sillage } from '../../src/index.ts'

let sillage: Sillage
beforeEach(async () => {
  sillage = createSillage({ store: memoryStore(), baseUrl: 'https://mail.example.org', from: 'a@example.org' })
  await sillage.migrate()
})
afterEach(() => sillage.close())

const create = (recipients: unknown, onInvalid?: 'refuse' | 'skip') =>
  sillage.campaigns.create({
    onInvalid,
    name: 'n',
    subject: 's',
    html: '<p>x</p>',
    start: false,
    recipients: recipients as CampaignInput['recipients'],
  })

const good = (n: number) => ({ email: `r${n}@example.org` })

describe('recipients in an array', () => {
  it.each<[string, Record<string, unknown> | string | null, string, string]>([
    ['an extra column', { email: 'c@example.org', city: 'Brest' }, 'unknown_field', '.city'],
    ['text that is not an address', { email: 'wrong address' }, 'invalid_address', '.email'],
    ['no address', { name: 'Ada' }, 'invalid_field', '.email'],
    ['a name of two lines', { email: 'c@example.org', name: 'a\nb' }, 'invalid_header', '.name'],
    ['text in place of a recipient', 'c@example.org', 'invalid_field', ''],
    ['nothing in place of a recipient', null, 'invalid_field', ''],
  ])('refuse the campaign for %s, and nothing is stored', async (_, bad, code, field) => {
    const list = [good(0), good(1), good(2), bad, good(4)]
    await expect(create(list)).rejects.toMatchObject({ code, field: `recipients[3]${field}` })
    expect((await sillage.campaigns.list()).items).toEqual([])
  })

  it('are all accepted where nothing is wrong with them', async () => {
    const campaign = await create([good(0), { ...good(1), name: 'Ada', data: { city: 'Brest' } }])
    expect(campaign).toMatchObject({ total: 2 })
    expect(campaign.warnings.some(({ code }) => code === 'recipients_invalid')).toBe(false)
  })

  it('may be 200,000', async () => {
    const many = Array(200_001).fill(good(0))
    await expect(create(many)).rejects.toMatchObject({ code: 'invalid_field', field: 'recipients' })
  })
})

it('leaves out what is bad of an iterable, and reports the position of the first one', async () => {
  const campaign = await create(new Set([good(0), { email: 'wrong' }, { ...good(2), city: 'Brest' }]))
  expect(campaign).toMatchObject({ total: 1 })
  expect(campaign.warnings).toContainEqual({
    code: 'recipients_invalid',
    count: 2,
    message: expect.stringContaining('the first: recipient 2, '),
  })
})

it.each([
  ['an array', (list: unknown[]) => list],
  ['another iterable', (list: unknown[]) => new Set(list)],
])('does about what is bad in %s what the call says', async (_, given) => {
  const list = [good(0), good(1), { email: 'wrong' }]
  await expect(create(given(list), 'refuse')).rejects.toMatchObject({
    code: 'invalid_address',
    field: 'recipients[2].email',
  })
  expect((await sillage.campaigns.list()).items).toEqual([])
  const campaign = await create(given(list), 'skip')
  expect(campaign).toMatchObject({ total: 2 })
  expect(campaign.warnings).toContainEqual(expect.objectContaining({ code: 'recipients_invalid', count: 1 }))
})
