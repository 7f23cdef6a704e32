import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTransport, type XOAuth2Options } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import { TokenSource, tokenLogin } from '../../../src/sending/transport/smtp/oauth-tokens.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import type { Transport } from '../../../src/sending/transport/transport.ts'
import { transporterTransport } from '../../../src/sending/transport/transporter/transporter-transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpScript } from '../../../src/testing/smtp/smtp-fault.ts'
import { addresses, stage } from '../stage.ts'

const closers: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const html = (status: number) => (response: ServerResponse) => void response.writeHead(status).end(`<h1>${status}</h1>`)
const well = json(200, { access_token: 'right', expires_in: 3600, token_type: 'Bearer' })

/** A token endpoint, and how often it was asked. */
async function endpoint(answer: (response: ServerResponse, asked: number) => void) {
  let asked = 0
  const listener: RequestListener = (request, response) => {
    asked += 1
    request.resume().once('end', () => answer(response, asked))
  }
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  closers.push(close)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
  return { url, close, asked: () => asked }
}

async function smtp(script?: SmtpScript): Promise<FaultySmtpServer> {
  const server = await faultySmtpServer({ auth: true, script })
  closers.push(() => server.close())
  return server
}

function transportOf(server: FaultySmtpServer, auth: XOAuth2Options, maxMessages?: number): Transport {
  const transport = smtpTransport({
    host: '127.0.0.1',
    port: server.port,
    maxMessages,
    auth: { type: 'OAuth2', user: 'ada@example.org', ...auth },
  })
  closers.push(() => transport.close())
  return transport
}
const refreshed = (accessUrl: string) => ({ clientId: 'id', clientSecret: 'secret', refreshToken: 'r', accessUrl })

const message = {
  envelope: { from: 'news@example.org', to: 'zoe@example.org' },
  raw: Buffer.from('From: news@example.org\r\nSubject: Hello\r\n\r\nHello\r\n'),
}
const outage = { kind: 'lost', stage: 'auth', handedOver: false }
const refusal = { kind: 'unusable', reason: 'auth', stage: 'auth' }

describe('the token endpoint', () => {
  it.each<[string, (response: ServerResponse) => void, object]>([
    ['503 with HTML', html(503), outage],
    ['502 with the JSON of a refusal', json(502, { error: 'invalid_grant' }), outage],
    ['503 temporarily_unavailable', json(503, { error: 'temporarily_unavailable' }), outage],
    ['400 temporarily_unavailable', json(400, { error: 'temporarily_unavailable' }), outage],
    ['400 server_error', json(400, { error: 'server_error' }), outage],
    ['429 with an error', json(429, { error: 'rate_limit_exceeded' }), outage],
    ['429 with the JSON of a refusal', json(429, { error: 'invalid_grant' }), outage],
    ['408', html(408), outage],
    ['404 with HTML', html(404), outage],
    ['403 with a reason that is not of the credentials', json(403, { error: 'rate_limit_exceeded' }), outage],
    ['200 with HTML', html(200), outage],
    ['200 with nothing', (response) => void response.end(), outage],
    ['200 with null', json(200, null), outage],
    ['200 without a token', json(200, { token_type: 'Bearer' }), outage],
    ['400 without an error of OAuth', json(400, { message: 'no' }), outage],
    ['401 with an error that is no text', json(401, { error: { code: 401 } }), outage],
    ['JSON that is cut', (response) => void response.end('{"access_token":"ri'), outage],
    [
      'a body that is cut',
      (response) => {
        response.writeHead(200, { 'content-length': 500 }).write('{"access_token":"right"')
        response.socket?.end()
      },
      outage,
    ],
    [
      'compressed bytes that are none',
      (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
      outage,
    ],
    ['a line that breaks', (response) => void response.socket?.destroy(), outage],
    ['400 invalid_grant', json(400, { error: 'invalid_grant', error_description: 'Token revoked.' }), refusal],
    ['401 invalid_client', json(401, { error: 'invalid_client' }), refusal],
    ['403 unauthorized_client', json(403, { error: 'unauthorized_client' }), refusal],
    ['200 invalid_grant', json(200, { error: 'invalid_grant' }), refusal],
    ['400 with another error of OAuth', json(400, { error: 'invalid_scope' }), refusal],
    ['401 with another error of OAuth', json(401, { error: 'access_denied' }), refusal],
  ])('%s', async (_, answer, expected) => {
    const server = await smtp()
    const { url } = await endpoint(answer)
    const result = await transportOf(server, refreshed(url)).send(message)
    expect(result).toMatchObject(expected)
    expect(server.received).toHaveLength(0)
  })

  it('that is not there, or never answers, is an outage', async () => {
    const server = await smtp()
    const gone = await endpoint(well)
    await gone.close()
    const result = await transportOf(server, refreshed(gone.url)).send(message)
    expect(result).toMatchObject({ ...outage, text: expect.stringContaining('ECONNREFUSED') })
    const silent = await endpoint(() => {})
    const late = await transportOf(server, { ...refreshed(silent.url), requestTimeout: 30 }).send(message)
    expect(late).toMatchObject({ ...outage, text: expect.stringContaining('Timeout') })
  })

  it('gives one token for all connections, and its refusal is said in its words', async () => {
    const server = await smtp()
    const { url, asked } = await endpoint(well)
    const transport = transportOf(server, refreshed(url))
    const results = await Promise.all(Array.from({ length: 5 }, () => transport.send(message)))
    expect(results.map(({ kind }) => kind)).toEqual(Array(5).fill('accepted'))
    expect([server.connections, asked()]).toEqual([5, 1])
    const refused = await endpoint(json(400, { error: 'invalid_grant', error_description: 'Token revoked.' }))
    const result = await transportOf(server, refreshed(refused.url)).send(message)
    expect(result).toMatchObject({ text: 'invalid_grant: Token revoked.' })
  })

  it('is away for a while: campaigns go on by themselves; refuses: they are paused', async () => {
    const server = await smtp()
    let away = true
    const { url, asked } = await endpoint((response) => (away ? html(503) : well)(response))
    const breaker = { firstMs: 20, longestMs: 20 }
    const { sender, campaign, status, until } = stage({ transport: transportOf(server, refreshed(url)), breaker })
    closers.push(() => sender.stop())
    const { id } = await campaign(addresses(3))
    await sender.start()
    await until(async () => asked() > 3)
    expect([await status(id), sender.metrics().outage]).toEqual(['sending', true])
    away = false
    await until(async () => (await status(id)) === 'completed')
    expect(server.accepted()).toHaveLength(3)

    const refused = await endpoint(json(400, { error: 'invalid_grant' }))
    const other = stage({ transport: transportOf(server, refreshed(refused.url)) })
    closers.push(() => other.sender.stop())
    const paused = await other.campaign(addresses(1))
    await other.sender.start()
    await other.until(async () => (await other.status(paused.id)) === 'paused')
    expect((await other.store.campaigns.get(paused.id))?.pauseReason).toBe('smtp_auth')
  })

  it('is an outage for a Transporter of the host too', async () => {
    const server = await smtp()
    const results = []
    for (const answer of [html(503), (response: ServerResponse) => void response.socket?.destroy()]) {
      const { url } = await endpoint(answer)
      const auth = { type: 'OAuth2' as const, user: 'ada@example.org', ...refreshed(url) }
      const transporter = createTransport({ host: '127.0.0.1', port: server.port, auth })
      results.push(await transporterTransport(transporter).send(message))
    }
    expect(results).toMatchObject([outage, outage])
  })
})

describe('a provisionCallback', () => {
  it.each<[string, NonNullable<XOAuth2Options['provisionCallback']>, object]>([
    [
      'throws',
      () => {
        throw new Error('the vault is away')
      },
      { ...outage, text: 'provisionCallback failed: the vault is away' },
    ],
    [
      'rejects',
      async () => Promise.reject(new Error('the vault is away')),
      { ...outage, text: 'provisionCallback failed: the vault is away' },
    ],
    ['gives an error', (_user, _renew, done) => done(new Error('the vault is away')), outage],
    ['gives an error of its time', (_user, _renew, done) => done(new DOMException('late', 'TimeoutError')), outage],
    ['gives no token', (_user, _renew, done) => done(null), outage],
    [
      'gives a token and then throws',
      (_user, _renew, done) => {
        done(null, 'right')
        throw new Error('too late to matter')
      },
      { kind: 'accepted' },
    ],
    ['never answers', () => {}, { ...outage, text: expect.stringContaining('no answer within 30 ms') }],
    [
      'says that the credentials are refused',
      (_user, _renew, done) => done(Object.assign(new Error('revoked'), { code: 'EOAUTH2' })),
      { ...refusal, text: 'revoked' },
    ],
  ])('%s', async (_, broken, expected) => {
    const server = await smtp()
    let works = false
    const transport = transportOf(server, {
      requestTimeout: 30,
      provisionCallback: (user, renew, done) => (works ? done(null, 'right') : broken(user, renew, done)),
    })
    // Side by side: those that wait for the answer to another one's question get it too.
    const results = await Promise.all([transport.send(message), transport.send(message)])
    expect(results).toMatchObject([expected, expected])
    works = true
    expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
  })
})

describe('a token that the mail server refuses', () => {
  const no = '535 5.7.3 Authentication unsuccessful'
  /** Refuses so many logins, of all that are tried. */
  const refusing = (times: number, how: 'reply' | 'replyAndClose' = 'reply', reply = no): SmtpScript => {
    let refused = 0
    return ({ at }) => (at === 'auth' && refused++ < times ? ({ at, [how]: reply } as never) : undefined)
  }

  it.each([
    ['at once', no],
    ['with words beside a 334 first', '334 eyJzdGF0dXMiOiI0MDEifQ=='],
  ])('%s, is renewed and tried again on the same connection', async (_, reply) => {
    const server = await smtp(refusing(1, 'reply', reply))
    const { url, asked } = await endpoint(well)
    expect(await transportOf(server, refreshed(url)).send(message)).toMatchObject({ kind: 'accepted' })
    expect([server.connections, asked()]).toEqual([1, 2])
  })

  it('is renewed once for all connections, and the host hears that it is', async () => {
    const renewals: boolean[] = []
    const source = new TokenSource({
      user: 'ada@example.org',
      provisionCallback(_user, renew, done) {
        renewals.push(renew)
        setImmediate(done, null, `token ${renewals.length}`)
      },
    })
    const logins = Array.from({ length: 4 }, () => tokenLogin(source))
    const tokens = () =>
      Promise.all(logins.map((login) => new Promise((give) => login.getToken(false, (_, token) => give(token)))))
    expect(await tokens()).toEqual(Array(4).fill('token 1'))
    const failed = Object.assign(new Error(no), { responseCode: 535 })
    expect(logins.map((login) => login.again(failed))).toEqual(Array(4).fill(true))
    expect(await tokens()).toEqual(Array(4).fill('token 2'))
    expect(logins.map((login) => login.again(failed))).toEqual(Array(4).fill(false))
    expect(renewals).toEqual([false, true])
  })

  it('is renewed each time that one is, once it was good', async () => {
    let logins = 0
    const server = await smtp(({ at }) => (at === 'auth' && logins++ % 2 === 0 ? { at, reply: no } : undefined))
    const { url, asked } = await endpoint(well)
    const transport = transportOf(server, refreshed(url), 1)
    for (let n = 0; n < 3; n += 1) expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
    expect([logins, asked()]).toEqual([6, 4])
  })

  it('and the next one too, is a matter of the credentials; a later login asks for a fresh one', async () => {
    const server = await smtp(refusing(2))
    const { url, asked } = await endpoint(well)
    const transport = transportOf(server, refreshed(url))
    expect(await transport.send(message)).toMatchObject({ kind: 'refused', stage: 'auth', code: 535 })
    expect(asked()).toBe(2)
    expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
    expect(asked()).toBe(3)
  })

  it('by a server that ends the connection with it, is no outage without an end', async () => {
    const server = await smtp(refusing(100, 'replyAndClose'))
    const { url, asked } = await endpoint(well)
    const transport = transportOf(server, refreshed(url))
    const kinds = []
    for (let n = 0; n < 2; n += 1) kinds.push((await transport.send(message)).kind)
    expect(kinds).toContain('refused')
    expect(asked()).toBe(2)
  })

  it('that cannot be renewed is refused, and is tried again when it is asked to', async () => {
    const server = await smtp(refusing(1))
    const transport = transportOf(server, { accessToken: 'fixed' })
    expect(await transport.send(message)).toMatchObject({ kind: 'refused', stage: 'auth', code: 535 })
    expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
  })

  it('while the endpoint is away, is an outage', async () => {
    const server = await smtp(refusing(1))
    const { url } = await endpoint((response, asked) => (asked === 2 ? html(503) : well)(response))
    const transport = transportOf(server, refreshed(url))
    expect(await transport.send(message)).toMatchObject(outage)
    expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
  })
})
