import { expect, it } from 'vitest'
import { createSillage } from '../src/create-sillage.ts'
import { document, paragraph } from '../src/document/builders.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { heardLog } from './heard-log.ts'
import { kit } from './test-sillage/kit.ts'

it('a campaign that nobody is left of is started and completed at once, and both are said', async () => {
  const { sillage, campaign, settle } = await kit()
  const heard: string[] = []
  sillage.on('campaign.started', ({ type }) => void heard.push(type))
  sillage.on('campaign.completed', ({ type }) => void heard.push(type))
  await sillage.suppressions.create({ email: 'ada@example.org' })
  const id = await campaign('ada@example.org', { start: false })
  expect(heard).toEqual([])
  expect((await sillage.campaigns.start(id)).status).toBe('completed')
  await settle()
  expect(heard).toEqual(['campaign.started', 'campaign.completed'])
})

it('only a pause has a reason in the log', async () => {
  const { logger, lines } = heardLog()
  const { sillage, campaign } = await kit({ logger })
  const id = await campaign('ada@example.org', { start: false })
  await sillage.campaigns.start(id)
  await sillage.campaigns.pause(id)
  await sillage.campaigns.resume(id)
  const of = (step: string) => lines.find(({ text }) => text === `campaign ${step}`)?.details
  expect(of('paused')).toMatchObject({ reason: 'user' })
  for (const step of ['started', 'resumed']) {
    expect(of(step)).toMatchObject({ total: 1 })
    expect(of(step)).not.toHaveProperty('reason')
  }
})

it('one that is deleted while it is changed is not found', async () => {
  const store = memoryStore()
  const { changeStatus } = store.campaigns
  const { sillage, campaign } = await kit({ store })
  const id = await campaign('ada@example.org', { start: false })
  store.campaigns.changeStatus = async (...given) => {
    const changed = await changeStatus(...given)
    store.campaigns.get = async () => undefined
    return changed
  }
  await expect(sillage.campaigns.start(id)).rejects.toMatchObject({
    code: 'not_found',
    message: 'The campaign was deleted meanwhile.',
  })
})

it('without a sender, of its own or of the installation, there is no campaign', async () => {
  const sillage = createSillage({ store: memoryStore(), baseUrl: 'https://mail.example' })
  const recipients = [{ email: 'ada@example.org' }]
  const created = sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients })
  await expect(created).rejects.toMatchObject({
    code: 'missing_from',
    field: 'from',
    message: expect.stringMatching(/^from: expected a sender here or in the options of createSillage/),
  })
  expect((await sillage.campaigns.list()).items).toEqual([])
})

it.each([
  [undefined, 'of the document'],
  [null, null],
  ['beside it', 'beside it'],
])('a template with the preheader %j has %j', async (preheader, expected) => {
  const { sillage } = await kit()
  const welcome = document([paragraph('Welcome')], { preheader: 'of the document' })
  const { id } = await sillage.templates.create({ name: 'n', subject: 's', document: welcome, preheader })
  expect((await sillage.templates.get(id)).preheader).toBe(expected)
})
