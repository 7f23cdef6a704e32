import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import type { AddressInfo, LookupFunction } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/index.ts'
import { internetLookup } from '../../src/webhooks/internet-lookup.ts'
import { createPost } from '../../src/webhooks/post.ts'

/** A name server that gives each question for IPv4 this address, and the others none; without one it is silent. */
async function nameServer(address?: readonly number[]): Promise<string> {
  const socket = createSocket('udp4')
  onTestFinished(() => void socket.close())
  socket.on('message', (question, { port }) => {
    if (address === undefined) return
    // After the name of the question: its type and class, two bytes each.
    const end = question.indexOf(0, 12) + 5
    const hasAnswer = question.readUInt16BE(end - 4) === 1
    const header = Buffer.from([question[0] ?? 0, question[1] ?? 0, 0x81, 0x80, 0, 1, 0, hasAnswer ? 1 : 0, 0, 0, 0, 0])
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address])
    socket.send(Buffer.concat([header, question.subarray(12, end), ...(hasAnswer ? [record] : [])]), port)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`
}

const found = (lookup: LookupFunction) =>
  new Promise((resolve) =>
    lookup('hook.example', { all: true }, (error, addresses) => resolve(error?.code ?? addresses)),
  )

it('a name leads to the addresses that its name server gives, which are checked like any', async () => {
  const lookup = internetLookup([await nameServer([127, 0, 0, 1])])
  expect(await found(lookup)).toEqual([{ address: '127.0.0.1', family: 4 }])
  const post = createPost({ clock: systemClock, allowPrivate: false, lookup })
  expect((await post('http://hook.example/', {}, '{}')).error).toContain('private address')
})

it('name servers that are silent hold no thread of Node: a file is read before any of many gives up', async () => {
  const lookup = internetLookup([await nameServer()], 50)
  const order: unknown[] = []
  const asked = Array.from({ length: 12 }, () => found(lookup).then((code) => order.push(code)))
  await stat('.').then(() => order.push('read'))
  await Promise.all(asked)
  expect(order).toEqual(['read', ...Array.from({ length: 12 }, () => 'ETIMEOUT')])
})
