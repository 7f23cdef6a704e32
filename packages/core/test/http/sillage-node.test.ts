import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createSillage } from '../../src/create-sillage.ts'
import { frenchNames } from '../../src/domain/names.ts'
import { sillageNode } from '../../src/http/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { runAdapterCases } from '../../src/testing/index.ts'
import { mountOnNode, nodeServer } from './node-server.ts'

describe('on a server of Node alone', () => {
  // What a mount of its own can get wrong; all cases run in node-contract.long.test.ts.
  const groups = ['access', 'bounds', 'tracking', 'one-click', 'live']
  const count = runAdapterCases(it, { mount: mountOnNode('/outils/mail'), names: frenchNames, groups })
  it('runs the cases of these groups', () => expect(count).toBeGreaterThan(30))
})

describe('as middleware', () => {
  const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/mail', from: 'a@mail.example' })
  const handle = sillageNode(sillage, { authorize: () => true })

  it('leaves to `next` what is not below the mount, and nothing else', async () => {
    const { url, close } = await nodeServer((request, response) =>
      handle(request, response, () => response.end(`the host's ${request.url}`)),
    )
    const ask = async (path: string) => {
      const answer = await fetch(url + path)
      return `${answer.status} ${(await answer.text()).slice(0, 20)}`
    }
    expect(await ask('/mailing?a=1')).toBe("200 the host's /mailing?")
    expect(await ask('/mail/nothing')).toMatch(/^404 \{"error"/)
    expect(await ask('/mail/api/campaigns')).toBe('200 {"items":[],"next":n')
    await close()
  })

  it('takes the whole path where a framework has cut off its own, and the body that a parser of it has read', async () => {
    const { url, close } = await nodeServer(async (request, response) => {
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice('/mail'.length) })
      request.body = JSON.parse(await text(request))
      await handle(request, response)
    })
    const body = JSON.stringify({ name: 'A', subject: 'B', html: '<p>C</p>', start: false, recipients: [] })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/mail/api/campaigns`, { method: 'POST', headers, body })
    expect(answer.status).toBe(201)
    await close()
  })
})
