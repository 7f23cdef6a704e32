import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Contact } from '../domain/recipient.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { MessageStore } from '../store/port/message-store.ts'
import type { NewMessage } from '../store/port/records.ts'
import { selectRecipients } from './select.ts'

const contact = (n: number, more: object = {}): Contact => ({
  id: String(n),
  email: `p${n}@example.org`,
  ref: null,
  name: null,
  company: null,
  tags: [],
  data: {},
  consent: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
})
const fat = { a: 'x'.repeat(65_536) }
let deep: object = {}
for (let level = 0; level < 40; level++) deep = { deep }

function sourcesOf(contacts: Contact[]) {
  const directory = {
    search: async () => ({ items: contacts, next: null, total: contacts.length }),
    resolve: async (ids: readonly string[]) => contacts.filter(({ id }) => ids.includes(id)),
  }
  const campaigns = {} as CampaignStore
  return { directory, messages: {} as MessageStore, campaigns, owner: undefined, planned: undefined }
}

async function emailsOf(recipients: AsyncIterable<NewMessage>): Promise<string[]> {
  const emails: string[] = []
  for await (const { email } of recipients) emails.push(email)
  return emails
}

describe('selectRecipients', () => {
  it.each([
    ['by a segment', { where: {} }],
    ['by ids', { contactIds: ['1', '2', '3', '4', '5'] }],
  ])(
    'leaves out, and reports, contacts of a directory that no message can be made of (%s)',
    async (_how, selection) => {
      const contacts = [
        contact(1),
        contact(2, { data: fat }),
        contact(3, { data: deep }),
        contact(4, { email: 'nobody' }),
        contact(5, { data: { seat: 12 } }),
      ]
      const { recipients, report } = await selectRecipients({ recipients: selection }, sourcesOf(contacts))
      expect(await emailsOf(recipients)).toEqual(['p1@example.org', 'p5@example.org'])
      expect(report).toEqual({
        invalid: 3,
        example: expect.stringMatching(/^contact 2 of those chosen, data: expected at most 64 KB/),
      })
    },
  )

  it('leaves out, and reports, too much data in an iterable', async () => {
    const given = new Set([{ email: 'a@example.org', data: fat }, { email: 'b@example.org' }])
    const { recipients, report } = await selectRecipients({ recipients: given }, sourcesOf([]))
    expect(await emailsOf(recipients)).toEqual(['b@example.org'])
    expect(report.invalid).toBe(1)
  })

  it('checks the whole of a long list, in several turns of the event loop', async () => {
    // Whenever it asks for the time, a millisecond has passed, however fast the machine is.
    let ms = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => ms++)
    onTestFinished(() => clock.mockRestore())
    let turns = 0
    let isChecked = false
    const count = () => {
      turns++
      if (!isChecked) setImmediate(count)
    }
    setImmediate(count)
    const list = Array.from({ length: 1_000 }, (_, n) => ({ email: `p${n}@example.org` }))
    const checked = selectRecipients({ recipients: [...list, { email: 'nobody' }] }, sourcesOf([]))
    await expect(checked).rejects.toMatchObject({ code: 'invalid_address', field: 'recipients[1000].email' })
    isChecked = true
    expect(turns).toBeGreaterThan(50)
  })
})
