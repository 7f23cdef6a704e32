import { expect, it } from 'vitest'
import { kit } from './kit.ts'

it.each([
  ['550 5.1.1 User unknown', 'failed', [['ada@example.org', 'bounce']]],
  ['550 no', 'failed', []],
  ['554 5.7.1 Spam', 'failed', []],
  ['451 4.3.0 Try again', 'queued', []],
  ['450 5.5.1', 'queued', []],
])('after %s a message is %s', async (reply, status, suppressions) => {
  const { campaign, fail, messages, outbox, settle, suppressed } = await kit()
  fail('Ada@example.org', { code: Number(reply.slice(0, 3)), text: reply.slice(4) })
  const id = await campaign(['ada@example.org', 'bob@example.org'])
  await settle()
  expect(outbox.map(({ to }) => to)).toEqual(['bob@example.org'])
  const refused = (await messages(id)).find(({ email }) => email === 'ada@example.org')
  expect(refused).toMatchObject({ status, error: { message: reply, code: Number(reply.slice(0, 3)) } })
  expect(await suppressed()).toEqual(suppressions)
})

it('a message that was put off is tried again when its time comes, by the answer of then', async () => {
  const { campaign, clock, fail, messages, settle } = await kit()
  fail(/@example\.org$/g, { code: 451 })
  const id = await campaign('ada@example.org')
  await settle()
  expect(await messages(id)).toMatchObject([{ status: 'queued', attempts: 1 }])
  fail('ada@example.org', { code: 550, text: '5.2.1 Disabled' })
  await settle()
  expect(await messages(id)).toMatchObject([{ status: 'queued', attempts: 1 }])
  await clock.advance(5 * 60_000)
  expect(await messages(id)).toMatchObject([{ status: 'failed', error: { enhancedCode: '5.2.1' } }])
})

it('of several answers that match the last one holds', async () => {
  const { campaign, fail, messages, settle } = await kit()
  fail('ada@example.org', { code: 451 })
  fail(/org$/g, { code: 554, text: 'later' })
  const id = await campaign(['ada@example.org', 'bob@example.org'])
  await settle()
  expect((await messages(id)).map(({ error }) => error?.message)).toEqual(['554 later', '554 later'])
})

it('a test mail hears the same answer', async () => {
  const { fail, outbox, sillage } = await kit()
  fail('ada@example.org', { code: 550, text: 'no' })
  const sent = sillage.campaigns.sendTest({ to: 'ada@example.org', subject: 's', html: '<p>x</p>' })
  await expect(sent).rejects.toMatchObject({ code: 'smtp_rejected', message: expect.stringContaining('550 no') })
  expect(outbox).toEqual([])
})

it.each<[unknown, unknown, string]>([
  ['a@b.example', { code: 399 }, 'answer.code: expected a whole number from 400 to 599, got 399'],
  ['a@b.example', { code: 600 }, 'answer.code: expected a whole number from 400 to 599, got 600'],
  ['a@b.example', { code: 250 }, 'answer.code: expected a whole number from 400 to 599, got 250'],
  ['a@b.example', undefined, 'answer.code: expected a whole number from 400 to 599, got undefined'],
  ['a@b.example', { code: 550, text: 5 }, 'answer.text: expected text, got 5'],
  [7, { code: 550 }, 'email: expected an address or a regular expression, got 7'],
])('fail(%j, %j) is refused', async (email, answer, message) => {
  const { fail } = await kit()
  const field = message.slice(0, message.indexOf(':'))
  expect(() => fail(email as string, answer as { code: number })).toThrow(
    expect.objectContaining({ code: 'invalid_option', field, message }),
  )
})

it.each([
  [undefined, { hard: 1, soft: 0 }, [['ada@example.org', 'bounce']]],
  ['hard' as const, { hard: 1, soft: 0 }, [['ada@example.org', 'bounce']]],
  ['soft' as const, { hard: 0, soft: 1 }, []],
])('a bounce (%s) counts, and suppresses what is dead', async (kind, bounces, suppressions) => {
  const { bounce, campaign, mailTo, sillage, suppressed } = await kit()
  const id = await campaign(['bob@example.org', 'ada@example.org'])
  await bounce(await mailTo('ada@example.org'), kind)
  expect((await sillage.campaigns.stats(id)).bounces).toEqual(bounces)
  expect(await suppressed()).toEqual(suppressions)
})

it('a bounce is of one of two kinds', async () => {
  const { bounce, mailOf } = await kit()
  const { mail } = await mailOf()
  await expect(bounce(mail, 'loud' as 'hard')).rejects.toThrow('kind: expected hard or soft, got "loud"')
})

it('a bounce finds its message where the installation has an address for bounces of its own', async () => {
  const marks = { bounceAddress: 'returns-{token}@port.example', listId: 'news.port.example' }
  const { bounce, mailOf, sillage } = await kit({ sending: { marks } })
  const { id, mail } = await mailOf()
  expect(mail.headers['list-id']).toBe('<news.port.example>')
  await bounce(mail)
  expect((await sillage.campaigns.stats(id)).bounces).toEqual({ hard: 1, soft: 0 })
})
