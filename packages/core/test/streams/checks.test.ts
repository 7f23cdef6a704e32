import { expect, it } from 'vitest'
import { document, paragraph } from '../../src/document/index.ts'
import { type CheckInput, createSillage, memoryStore, type Sillage } from '../../src/index.ts'
import { mailInstallation } from '../mail-installation.ts'

const out = '<a href="{{unsubscribeUrl}}">Leave</a>'
const codes = async (sillage: Sillage, input: CheckInput) => {
  const { findings, checked } = await sillage.campaigns.check(input)
  expect(checked).toBeNull()
  return findings.map(({ code, field }) => [code, field])
}
const baseUrl = 'https://mail.example/mail'

it('a stream is checked as it is stored, and one whose messages bring all of it has nothing to check', async () => {
  const { sillage } = await mailInstallation({ baseUrl })
  await sillage.streams.put('receipts', { subject: 'Order {{order}}', html: '<p>{{town}}</p>' })
  expect(await codes(sillage, { stream: 'receipts' })).toEqual([['missing_unsubscribe_link', undefined]])
  expect(await codes(sillage, { stream: 'receipts', data: { order: 7 } })).toEqual([
    ['unknown_merge_field', 'html'],
    ['missing_unsubscribe_link', undefined],
  ])
  await sillage.streams.update('receipts', { transactional: true })
  expect(await codes(sillage, { stream: 'receipts' })).toEqual([])
  await sillage.streams.put('notes', {})
  expect(await codes(sillage, { stream: 'notes' })).toEqual([
    ['missing_content', 'subject'],
    ['missing_content', 'html'],
  ])
})

it('a message of it is checked as it would be sent: with what it says, and the rest of its stream', async () => {
  const { sillage, smtp } = await mailInstallation({ baseUrl, content: { maxAttachmentBytes: 1_000 } })
  const attachments = [{ filename: 'a.txt', content: 'x'.repeat(900) }]
  await sillage.streams.put('notes', { transactional: true, subject: 'S', html: '<p>x</p>', attachments })
  const check = (message: CheckInput) => codes(sillage, { stream: 'notes', ...message })
  expect(await check({ html: '<p>{{#a}}</p>' })).toEqual([['invalid_template', 'html']])
  expect(await check({ document: document([paragraph('Words')]) })).toEqual([])
  expect(await check({ subject: 'é'.repeat(60) })).toEqual([['subject_long', 'subject']])
  // Its files come beside those of the stream, or in their place where it has content of its own.
  const files = { attachments: [{ filename: 'b.txt', content: 'x'.repeat(900) }] }
  expect(await check(files)).toEqual([['attachments_too_large', 'attachments']])
  expect(await check({ ...files, html: '<p>x</p>' })).toEqual([])
  const send = (more: object) => sillage.messages.send({ stream: 'notes', to: 'a@example.org', ...files, ...more })
  await expect(send({})).rejects.toMatchObject({ code: 'attachments_too_large', field: 'attachments' })
  expect((await send({ html: '<p>x</p>' })).status).toBe('queued')
  expect(smtp.received).toEqual([])
})

it('of a stream only its tenant’s own is checked, and neither a campaign nor recipients beside it', async () => {
  const sillage = createSillage({ store: memoryStore(), baseUrl, from: 'a@b.example' })
  await sillage.for('a').streams.put('receipts', { subject: 'S', html: `<p>x</p>${out}` })
  expect(await sillage.for('a').campaigns.check({ stream: 'receipts' })).toEqual({ findings: [], checked: null })
  for (const api of [sillage.for('b'), sillage])
    await expect(api.campaigns.check({ stream: 'receipts' })).rejects.toMatchObject({ code: 'not_found' })
  for (const beside of [{ campaignId: '1' }, { recipients: { where: {} } }])
    await expect(sillage.campaigns.check({ stream: 'receipts', ...beside })).rejects.toMatchObject({
      code: 'invalid_field',
      field: 'stream',
    })
  await sillage.close()
})
