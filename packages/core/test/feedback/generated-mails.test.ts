import { expect, it } from 'vitest'
import { readMail } from '../../src/feedback/reports/read-mail.ts'
import { generatedMail, letterOf, messageId, sealer } from './generated-mails.ts'

it('no mail makes reading fail, and none without a token of ours says anything', () => {
  const found = new Map<string, number>()
  for (let seed = 0; seed < 2_000; seed++) {
    const { raw, isOurs } = generatedMail(seed)
    const event = readMail(raw, sealer.open)
    if (event === undefined) continue
    expect(isOurs, `mail ${seed}`).toBe(true)
    expect(event.refs, `mail ${seed}`).toEqual({ messageId: String(messageId) })
    found.set(event.type, (found.get(event.type) ?? 0) + 1)
  }
  expect([...found.keys()].sort()).toEqual(['autoreply', 'bounce', 'complaint', 'deferred', 'unsubscribe'])
})

it('no letter of a person is taken for a report', () => {
  for (let seed = 0; seed < 2_000; seed++)
    expect(['autoreply', undefined], `letter ${seed}`).toContain(readMail(letterOf(seed), sealer.open)?.type)
})
