import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { dkim, smtpTransport, type Transport } from '../../../src/index.ts'
import { type FaultySmtpServer, type FaultySmtpServerOptions, faultySmtpServer } from '../../../src/testing/index.ts'
import { certificate } from '../certificate.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function server(options: FaultySmtpServerOptions): Promise<FaultySmtpServer> {
  const smtp = await faultySmtpServer(options)
  opened.push(smtp)
  return smtp
}

function keep(transport: Transport): Transport {
  opened.push(transport)
  return transport
}

const refusesLogin: FaultySmtpServerOptions['script'] = ({ at }) =>
  at === 'auth' ? { at, reply: '535 5.7.8 Wrong password' } : undefined
const auth = { user: 'ada', pass: 'sesame' }
const trusting = { rejectUnauthorized: false }

describe('examine', () => {
  it.each([
    ['plain text', {}, {}, { failure: undefined, tls: undefined, loggedIn: false }],
    ['a login', { auth: true }, { auth }, { failure: undefined, tls: undefined, loggedIn: true }],
    ['a login that is not offered', {}, { auth }, { failure: undefined, loggedIn: false }],
    [
      'STARTTLS',
      { tls: certificate },
      { tls: trusting },
      { failure: undefined, tls: expect.stringMatching(/^TLSv1\./) },
    ],
    ['a certificate nobody vouches for', { tls: certificate }, {}, { failure: { stage: 'tls' }, tls: undefined }],
    ['a refused login', { auth: true, script: refusesLogin }, { auth }, { failure: { stage: 'auth', code: 535 } }],
  ])('says of %s what it is, and sends nothing', async (_, offered, options, report) => {
    const smtp = await server(offered)
    const transport = keep(smtpTransport({ host: '127.0.0.1', port: smtp.port, ...options }))
    expect(await transport.examine?.()).toMatchObject([{ name: `127.0.0.1:${smtp.port}`, ...report }])
    expect(smtp.received).toEqual([])
  })

  it('ends in time where a server is silent', async () => {
    const smtp = await server({ script: ({ at }) => (at === 'greeting' ? { at, silent: true } : undefined) })
    const transport = keep(smtpTransport({ host: '127.0.0.1', port: smtp.port }))
    expect(await transport.examine?.({ timeoutMs: 20 })).toMatchObject([{ failure: { kind: 'lost' } }])
  })

  it('says of each of several servers what it is, where verify() is content with one', async () => {
    const [good, bad] = [await server({}), await server({ auth: true, script: refusesLogin })]
    const servers = [good, bad].map(({ port }) => ({ host: '127.0.0.1', port, auth }))
    const transport = keep(smtpTransport({ servers }))
    expect(await transport.verify()).toBeUndefined()
    const reports = await transport.examine?.()
    expect(reports?.map(({ name, failure }) => [name, failure?.stage])).toEqual([
      [`127.0.0.1:${good.port}`, undefined],
      [`127.0.0.1:${bad.port}`, 'auth'],
    ])
  })
})

describe('dkimKeys', () => {
  const signer = (keySelector: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    return { publicKey, dkim: dkim({ domainName: 'Shop.example', keySelector, privateKey }) }
  }

  it('gives the public half of each key once, with its place in the DNS', () => {
    const [one, other] = [signer('a'), signer('b')]
    const transport = keep(
      smtpTransport({ servers: [one, one, other].map((by) => ({ host: 'localhost', dkim: by.dkim })) }),
    )
    const keys = transport.dkimKeys?.() ?? []
    expect(keys.map(({ domainName, keySelector }) => `${keySelector} of ${domainName}`)).toEqual([
      'a of shop.example',
      'b of shop.example',
    ])
    expect(keys.map(({ publicKey }) => publicKey.type)).toEqual(['public', 'public'])
    expect(keys.map(({ publicKey }, at) => publicKey.equals([one, other][at]?.publicKey as never))).toEqual([
      true,
      true,
    ])
  })

  it('is nothing of a transport that does not sign', () => {
    expect(keep(smtpTransport({ host: 'localhost' })).dkimKeys).toBeUndefined()
  })
})
