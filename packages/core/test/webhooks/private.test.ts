import { createServer, type Server } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/index.ts'
import { createPost } from '../../src/webhooks/post.ts'

let server: Server
let port = 0
let asked = 0
beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ;({ port } = server.address() as AddressInfo)
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** A resolver whose answers are given. */
const leadsTo =
  (...addresses: string[]): LookupFunction =>
  (_, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    return all === true ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family)
  }
const post = (url: string, lookup: LookupFunction, allowPrivate = false) =>
  createPost({ clock: systemClock, allowPrivate, lookup })(url, {}, '{}')

it.each([
  ['a name that leads to loopback', 'hook.example', ['127.0.0.1']],
  ['a name of which one address is private', 'hook.example', ['8.8.8.8', '127.0.0.1']],
  ['a mapped address', 'hook.example', ['::ffff:127.0.0.1']],
  ['an address of NAT64', 'hook.example', ['64:ff9b::7f00:1']],
  ['link-local metadata', 'hook.example', ['169.254.169.254']],
  ['an address in the URL', '127.0.0.1', []],
  ['a mapped one in the URL', '[::ffff:127.0.0.1]', []],
  ['another spelling of it', '2130706433', []],
])('%s is not connected to', async (_, host, addresses) => {
  asked = 0
  const answer = await post(`http://${host}:${port}/`, leadsTo(...addresses))
  expect(answer).toMatchObject({
    status: null,
    error: 'The URL leads to a private address, which is not allowed here.',
  })
  expect(asked).toBe(0)
})

it('it is where that is allowed, and each answer of the resolver is checked anew', async () => {
  asked = 0
  const url = `http://hook.example:${port}/`
  expect(await post(url, leadsTo('127.0.0.1'), true)).toMatchObject({ status: 204, error: null })
  expect(asked).toBe(1)
  // The second answer is private: what was checked is what is connected to.
  let calls = 0
  const changing: LookupFunction = (host, options, callback) =>
    leadsTo(calls++ === 0 ? '192.0.2.1' : '127.0.0.1')(host, options, callback)
  expect((await post(url, changing)).error).toContain('private')
  expect([calls, asked]).toEqual([1, 1])
})

it.each([
  [
    'a name that there is not',
    (_: string, __: unknown, callback: Parameters<LookupFunction>[2]) =>
      callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []),
    'The URL could not be reached (ENOTFOUND).',
  ],
])('%s is said by its code alone', async (_, lookup, error) => {
  expect(await post('http://hook.example/', lookup as LookupFunction)).toMatchObject({ status: null, error })
})
