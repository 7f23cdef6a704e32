import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { type ComposeInput, compileCampaign } from '../packages/core/src/content/index.ts'
import { encodeFile } from '../packages/core/src/content/mime/encode-file.ts'
import { dkim, smtpTransport } from '../packages/core/src/index.ts'
import { atOnce } from '../packages/core/src/kit/steps.ts'
import { messageInParts } from '../packages/core/src/sending/transport/message-bytes.ts'
import { createTokenSealer } from '../packages/core/src/tracking/tokens.ts'
import { createTrackingUrls } from '../packages/core/src/tracking/tracking-urls.ts'
import { answerOf } from './answer-of.ts'
import { type Bench, number, times } from './table.ts'

const MB = 1_000_000
const atATime = 8

/** Mails with a file of 1 MB, composed and written to a server, beside copying as many bytes in the same run. */
export const run: Bench = async ({ quick }) => {
  const count = quick ? 40 : 2_000
  const sink = fork(new URL('../packages/core/test/attachments/sink.ts', import.meta.url), {
    execArgv: process.execArgv,
  })
  const { port } = await answerOf<{ port: number }>(sink)
  const composer = composerWithFile()
  const [first] = [await composer.compose(inputOf(0))]
  const size = first.raw.length
  const rate = (ms: number) => (count * size) / MB / (ms / 1_000)

  const send = async (signed: boolean) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { domainName: 'shop.example', keySelector: 's', privateKey }
    const transport = smtpTransport({
      host: '127.0.0.1',
      port,
      ignoreTLS: true,
      ...(signed ? { dkim: dkim(key) } : {}),
    })
    let next = 0
    const started = performance.now()
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        while (next < count) {
          const { envelope, parts } = await composer.compose(inputOf(next++))
          const [own, ...shared] = parts ?? []
          if (own === undefined) throw new Error('expected a message in parts')
          const result = await transport.send(messageInParts(envelope, [Buffer.from(own), ...shared]))
          if (result.kind !== 'accepted') throw new Error(`not accepted: ${result.kind}`)
        }
      }),
    )
    const ms = performance.now() - started
    await transport.close()
    return rate(ms)
  }
  const composed = await timed(count, (n) => composer.compose(inputOf(n)))
  const copied = await timed(count, () => Buffer.from(first.raw))
  const [plain, signed] = [await send(false), await send(true)]
  sink.disconnect()
  const row = (what: string, value: number) => [what, `${number(value)} MB/s`, times(value, rate(copied))]
  return [
    {
      title: `attachments: ${number(count)} messages of ${(size / MB).toFixed(2)} MB with a file of 1 MB`,
      columns: ['', 'bytes of messages', 'Buffer.from'],
      rows: [
        row('composed', rate(composed)),
        row('composed and sent over SMTP', plain),
        row('the same, signed by DKIM', signed),
        row('Buffer.from of as many bytes', rate(copied)),
      ],
      notes: ['The server is another process on the same machine, and reads every byte.'],
      ratios: [
        {
          what: 'messages with a file of 1 MB over SMTP',
          ours: `${number(plain)} MB/s`,
          peer: 'Buffer.from of as many bytes',
          beside: `${number(rate(copied))} MB/s`,
          ratio: times(plain, rate(copied)),
        },
      ],
    },
  ]
}

async function timed(count: number, work: (n: number) => unknown): Promise<number> {
  const started = performance.now()
  for (let n = 0; n < count; n++) await work(n)
  return performance.now() - started
}

function composerWithFile() {
  const bytes = Buffer.alloc(MB, 'Sillage')
  const encoded = atOnce(encodeFile(bytes))
  const file = { filename: 'a.pdf', contentType: 'application/pdf', cid: null, size: MB, encoded: () => encoded }
  const from = { name: 'Shop', address: 'news@shop.example' }
  const compiled = compileCampaign({ subject: 's', html: '<p>Hello {{name}}</p>', from, attachments: [file] })
  const sealer = createTokenSealer(['a secret that is only for measuring'])
  const urls = createTrackingUrls({ baseUrl: 'https://mail.example.com', sealer })
  return compiled.bind({ linkIds: [], urls })
}

function inputOf(n: number): ComposeInput {
  return {
    messageId: n + 1,
    rfcMessageId: `${n + 1}.k3v9@shop.example`,
    to: { address: `reader.${n}@customers.example` },
    data: { name: `Reader ${n}` },
    date: new Date('2026-11-22T10:00:00Z'),
    tracking: { opens: true, clicks: true, readTime: false },
  }
}
