import { expect, it } from 'vitest'
import type { TemplateEngine } from '../src/content/index.ts'
import { createSillage } from '../src/create-sillage.ts'
import type { Sillage } from '../src/sillage.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

function installation(templateEngine?: TemplateEngine) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    clock,
    baseUrl: 'https://mail.example.org',
    from: 'Sillage <hello@example.org>',
    content: { templateEngine },
  })
  return { sillage, transport }
}

it('sends a test with the Reply-To it was given', async () => {
  const { sillage, transport } = installation()
  const replyTo = 'Help <help@example.org>'
  await sillage.campaigns.sendTest({ to: 'me@example.org', subject: 'Try', html: '<p>Hello</p>', replyTo })
  expect(transport.sends[0]?.raw.toString()).toMatch(/^Reply-To: Help <help@example.org>\r$/m)
})

it('names the field of a template that an engine of the host cannot read', async () => {
  const { sillage } = installation({
    compile(source) {
      if (source.includes('{%')) throw new TypeError('tag "end" is missing')
      return { fields: [], render: () => source }
    },
  })
  const broken = { name: 'Broken', subject: 'Hello', html: '<p>{% if %}</p>' }
  await expect(sillage.templates.create(broken)).rejects.toMatchObject({
    code: 'invalid_template',
    field: 'html',
    message: 'html: tag "end" is missing',
  })
})

it('finds a contact by its id only as the API spells it', async () => {
  const { sillage } = installation()
  const { id } = await sillage.contacts.create({ email: 'ada@example.org' })
  expect(id).toBe('1')
  expect((await sillage.contacts.get('1')).email).toBe('ada@example.org')
  for (const other of ['0x1', '1e0', ' 1', '01', '1.0'])
    await expect(sillage.contacts.get(other)).rejects.toMatchObject({ code: 'not_found' })
})

it.each([
  ['an action', (sillage: Sillage, id: string) => sillage.campaigns.pause(id)],
  ['a change', (sillage: Sillage, id: string) => sillage.campaigns.update(id, { delayMs: 5 })],
])('%s that another one was faster than says the status that the campaign has by now', async (_, late) => {
  const store = memoryStore()
  const { changeStatus, update } = store.campaigns
  const sillage = createSillage({ store, baseUrl: 'https://mail.example.org', from: 'a@example.org' })
  const { id } = await sillage.campaigns.create({
    name: 'Race',
    subject: 'Hello',
    html: '<p>Hello</p>',
    recipients: [{ email: 'ada@example.org' }],
  })
  const cancelled = () => changeStatus(Number(id), { from: ['sending'], to: 'cancelled', at: 0 })
  store.campaigns.changeStatus = async (...given) => {
    await cancelled()
    return changeStatus(...given)
  }
  store.campaigns.update = async (...given) => {
    await cancelled()
    return update(...given)
  }
  await expect(late(sillage, id)).rejects.toMatchObject({
    code: 'wrong_status',
    message: expect.stringContaining('is cancelled'),
    details: { status: 'cancelled' },
  })
})
