import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import openapiTypescript, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { deliveredMails } from '../src/once/delivered-mails.ts'
import { runDemo } from './demo-process.ts'
import { tempFolder } from './temp-folder.ts'

/** What a user of the generated client writes. */
const client = `import createClient from 'openapi-fetch'
import type { paths } from './api.ts'

export function createNewsroom(baseUrl: string) {
  const api = createClient<paths>({ baseUrl })
  return {
    async send() {
      const { data: campaign, error } = await api.POST('/api/campaigns', {
        body: {
          name: 'News',
          subject: 'Hello {{name}}',
          html: '<p>Hello {{name}}, <a href="https://shop.example/?a=1&amp;b=2">come in</a></p>',
          recipients: [{ email: 'ada@example.org', name: 'Ada' }, { email: 'bob@example.org' }],
        },
      })
      if (campaign === undefined) throw new Error(error.error.message)
      return campaign
    },
    async figures(id: string) {
      const { data: stats } = await api.GET('/api/tracking/campaigns/{id}', { params: { path: { id } } })
      const { data: page } = await api.GET('/api/tracking/campaigns/{id}/messages', {
        params: { path: { id }, query: { limit: 10, sort: 'name', status: 'sent' } },
      })
      if (stats === undefined || page === undefined) throw new Error('there are no figures')
      const { campaign, sent, opens, clicks, clickRate, links } = stats
      return { status: campaign.status, sent, opens: opens.unique, clicks: clicks.unique, clickRate, links,
        silent: page.items.map(({ email }) => email) }
    },
    async refusal(): Promise<{ code: string; field?: string }> {
      const { error, response } = await api.GET('/api/tracking/campaigns/{id}', { params: { path: { id: '99999' } } })
      if (error === undefined) throw new Error('expected a refusal, got ' + response.status)
      return error.error
    },
  }
}
`
interface Newsroom {
  send(): Promise<{ id: string; total: number }>
  figures(id: string): Promise<{ status: string }>
  refusal(): Promise<{ code: string }>
}

test('a client generated from the running demo creates a campaign and reads its statistics, with types that hold', async () => {
  const folder = await tempFolder()
  const port = await freePort()
  const demo = runDemo({ PORT: String(port), DATABASE_URL: `file:${join(folder, 'demo.sqlite')}` })
  await demo.ready()
  const url = `http://localhost:${port}`
  const document = await (await fetch(`${url}/sillage/api/openapi.json`)).json()
  expect(document.servers).toEqual([{ url: `${url}/sillage` }])

  const { createNewsroom } = await generate(document)
  const newsroom = createNewsroom(document.servers[0].url)
  const { id, total } = await newsroom.send()
  expect(total).toBe(2)
  while ((await newsroom.figures(id)).status !== 'completed');
  const silent = ['ada@example.org', 'bob@example.org']
  expect(await newsroom.figures(id)).toMatchObject({ sent: 2, opens: 0, clicks: 0, clickRate: 0, silent })

  const mails = await deliveredMails(url, `${url}/sillage/track`)
  const link = mails.find(({ email }) => email === 'ada@example.org')?.links[0]?.url ?? ''
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }
  const { status } = await fetch(link, { redirect: 'manual', headers })
  expect(status).toBe(302)
  expect(await newsroom.figures(id)).toMatchObject({
    sent: 2,
    opens: 1,
    clicks: 1,
    clickRate: 0.5,
    silent: ['bob@example.org'],
    links: [{ url: 'https://shop.example/?a=1&b=2', total: 1, unique: 1 }],
  })
  expect(await newsroom.refusal()).toMatchObject({ code: 'not_found' })
  demo.child.kill('SIGTERM')
  expect(await demo.code()).toBe(0)
}, 60_000)

/** Writes types and client, checks them with the compiler in both directions, and loads the client. */
async function generate(document: object): Promise<{ createNewsroom(baseUrl: string): Newsroom }> {
  // Beside the test, so that the client library is found.
  const folder = await mkdtemp(join(import.meta.dirname, 'generated-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [good, wrong] = [join(folder, 'client.ts'), join(folder, 'wrong.ts')]
  await writeFile(join(folder, 'api.ts'), astToString(await openapiTypescript(document as never)))
  await writeFile(good, client)
  await writeFile(wrong, client.replace("name: 'News'", 'name: 5').replace('stats === undefined || ', ''))
  const faults = faultsOf([good, wrong])
  expect(faults.get(good) ?? []).toEqual([])
  expect(faults.get(wrong)?.join()).toContain("'number' is not assignable to type 'string'")
  expect(faults.get(wrong)?.join()).toContain('does not exist on type')
  return (await import(pathToFileURL(good).href)) as { createNewsroom(baseUrl: string): Newsroom }
}

function faultsOf(files: string[]): Map<string, string[]> {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  })
  const faults = new Map<string, string[]>()
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? ''
    faults.set(name, [...(faults.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')])
  }
  return faults
}
