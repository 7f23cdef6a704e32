import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import type { MailTransporter } from '../../src/sending/transport/transporter/mail-transporter.ts'
import { transporterTransport } from '../../src/sending/transport/transporter/transporter-transport.ts'
import { stage } from './stage.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Nodemailer's transport for SES over a client that answers as the SDK does. */
function ses(answer: () => Promise<{ MessageId: string }>): MailTransporter {
  class SendEmailCommand {
    readonly input: unknown
    constructor(input: unknown) {
      this.input = input
    }
  }
  const sesClient = { send: answer, config: { region: async () => 'eu-west-1' } }
  return createTransport({ SES: { sesClient, SendEmailCommand } } as never)
}

const refusing = (name: string, text: string, httpStatusCode: number) => async () => {
  throw Object.assign(new Error(text), { name, $metadata: { httpStatusCode } })
}

/** A program that takes a mail as sendmail does, and ends with this code. */
function program(code: number): MailTransporter {
  const folder = mkdtempSync(join(tmpdir(), 'sendmail-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'sendmail')
  writeFileSync(path, `#!/bin/sh\ncat > /dev/null\nexit ${code}\n`)
  chmodSync(path, 0o755)
  return createTransport({ sendmail: true, path } as never)
}

/** The campaign, and the states of its thirty messages: each to a domain of its own, which a rate slows down. */
async function outcome(transporter: MailTransporter): Promise<string> {
  const transport = transporterTransport(transporter)
  const set = stage({ transport, retry: { delaysMs: [3_600_000] } })
  closers.push(() => set.sender.stop({ graceMs: 0 }))
  const campaign = await set.campaign(Array.from({ length: 30 }, (_, n) => `ada@shop${n}.example`))
  await set.sender.start()
  const ended = async () => {
    const messages = await set.messages(campaign.id)
    if (messages.some(({ state }) => state === 'claimed' || state === 'sending')) return false
    return (await set.status(campaign.id)) !== 'sending' || messages.every(({ attempts }) => attempts > 0)
  }
  await set.until(ended)
  const kinds = (await set.messages(campaign.id)).map(({ state, error, attempts }) =>
    state === 'queued' && attempts === 0 ? 'waiting' : `${state} ${error?.kind ?? ''}`.trim(),
  )
  const reason = (await set.store.campaigns.summary(campaign.id))?.pauseReason
  return [await set.status(campaign.id), reason, ...new Set(kinds)].filter((word) => word != null).join(', ')
}

describe('SES over a nodemailer Transporter', () => {
  it.each([
    ['TooManyRequestsException', 'Too many requests', 429, 'sending, queued rate'],
    ['Throttling', 'Maximum sending rate exceeded.', 400, 'sending, queued rate'],
    ['LimitExceededException', 'Daily message quota exceeded', 400, 'paused, smtp_rate, waiting'],
    ['MessageRejected', 'Email address is not verified.', 400, 'paused, smtp_config, waiting'],
    ['MessageRejected', 'Transaction failed: a virus', 400, 'paused, smtp_rejected, failed content, waiting'],
    ['AccountSuspendedException', 'suspended', 400, 'paused, smtp_auth, waiting'],
    ['ExpiredTokenException', 'expired', 403, 'paused, smtp_auth, waiting'],
    ['InternalFailure', 'Internal failure', 500, 'sending, queued connection'],
    ['UnknownError', 'Bad gateway', 502, 'completed, unknown connection'],
  ])('%s, %s (%i): %s', async (name, text, status, expected) => {
    expect(await outcome(ses(refusing(name, text, status)))).toBe(expected)
  })

  it('gives the name SES has for a mail', async () => {
    const transport = transporterTransport(ses(async () => ({ MessageId: '0107018f-21-000000' })))
    const envelope = { from: 'news@example.com', to: 'ada@example.org' }
    expect(await transport.send({ envelope, raw: Buffer.from('Subject: Hello\r\n\r\nHello\r\n') })).toEqual({
      kind: 'accepted',
      response: '0107018f-21-000000',
      providerId: '0107018f-21-000000',
    })
  })
})

describe('sendmail over a nodemailer Transporter', () => {
  it.each([
    [0, 'completed, sent'],
    [1, 'sending, queued connection'],
    [65, 'paused, smtp_rejected, failed content, waiting'],
    [67, 'completed, failed address'],
    [69, 'sending, queued connection'],
    [75, 'sending, queued connection'],
    [77, 'paused, smtp_auth, waiting'],
    [78, 'paused, smtp_config, waiting'],
  ])('that ends with %i: %s', async (code, expected) => {
    expect(await outcome(program(code))).toBe(expected)
  })

  it('that does not exist pauses the campaign', async () => {
    const missing = createTransport({ sendmail: true, path: '/nowhere/sendmail' } as never)
    expect(await outcome(missing)).toBe('paused, smtp_config, waiting')
  })
})
