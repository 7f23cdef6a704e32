import { type AuthorizeInput, frenchNames, type MountOptions, type Sillage } from '@sillage/core'
import type { BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../../scripts/browser-for-tests.ts'
import { createUi, ui } from '../../src/serve/serve.ts'
import { expressHost, fastifyHost, fetchHost, installation, type StartHost } from './hosts.ts'

let sillage: Sillage
beforeAll(async () => {
  sillage = await installation()
})
afterAll(() => sillage.close())
const browser = browserForTests()

const authorize = () => true
async function start(host: StartHost, options: MountOptions): Promise<string> {
  const { url, close } = await host(sillage, options)
  onTestFinished(close)
  return url
}

/** A page, and all that a browser complained of at it. */
async function open(url: string, options: BrowserContextOptions = {}) {
  const context = await browser().newContext({ locale: 'en-GB', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  const scripts: string[] = []
  const sockets: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname))
  const live = page.waitForResponse(/\/api\/live/, { timeout: 0 }).then((answer) => answer.status())
  live.catch(() => {})
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  )
  await page.goto(url)
  return { page, complaints, scripts, sockets, live }
}

const rows = (page: Page) => page.locator('campaign-list .item')
/** What stands in their place before has no words. */
const shown = (page: Page) => rows(page).filter({ hasText: 'Autumn news' }).waitFor()

test.each<[string, StartHost, MountOptions, string | undefined]>([
  ['Express', expressHost, {}, '/mail/api/live'],
  ['Fastify in French names', fastifyHost, { names: frenchNames }, '/outils/mail/api/live'],
  ['Fetch in a host’s own names', fetchHost, { names: { paths: { listCampaigns: '/n', ui: '/a/desk' } } }, undefined],
])('%s shows the campaigns, and a composer with its preview', async (_, host, options, socket) => {
  const url = await start(host, { authorize, ui, ...options })
  const place = options.names?.paths?.ui ?? '/ui'
  const { page, complaints, scripts, sockets, live } = await open(url + place)
  await shown(page)
  expect(await rows(page).allInnerTexts()).toEqual([
    expect.stringContaining('Open day'),
    expect.stringContaining('Autumn news'),
  ])
  await page.getByRole('button', { name: 'Edit' }).click()
  const preview = page.frameLocator('sillage-preview iframe').getByRole('heading')
  await preview.waitFor()
  expect(await preview.evaluate((heading) => getComputedStyle(heading).color)).toBe('rgb(0, 128, 128)')
  if (socket === undefined) expect(await live).toBe(200)
  expect(sockets).toEqual(socket === undefined ? [] : [socket])
  const { pathname } = new URL(url)
  expect(scripts.toSorted()).toEqual([`${pathname}/ui/elements.js`, `${pathname}/ui/page.js`])
  expect(complaints).toEqual([])
})

test('words that are written without an editor are kept as a document, and are those words again', async () => {
  const words = 'Dear {{name}},\nsee https://port.example/fair.\n\n- one\n- two'
  const { page, complaints } = await open(`${await start(expressHost, { authorize, ui })}/ui`, { locale: 'fr-FR' })
  await shown(page)
  await page.getByRole('button', { name: 'Nouvelle campagne' }).first().click()
  await page.getByLabel('Nom de la campagne').fill('Foire')
  await page.getByLabel('Sujet', { exact: true }).fill('La foire')
  await page.getByRole('button', { name: 'Message personnalisé' }).click()
  await page.locator('textarea#content').fill(words)
  await page.frameLocator('sillage-preview iframe').getByRole('listitem').first().waitFor()
  await page.getByRole('button', { name: 'Garder en brouillon' }).click()
  await rows(page)
    .filter({ hasText: 'Foire' })
    .getByRole('button', { name: /^Modifier/ })
    .click()
  await expect.poll(() => page.locator('textarea#content').inputValue()).toBe(words.replace('{{name}}', '[Nom]'))
  const [kept] = (await sillage.campaigns.list()).items.filter(({ name }) => name === 'Foire')
  onTestFinished(async () => void (await sillage.campaigns.delete(String(kept?.id))))
  expect((await sillage.campaigns.get(String(kept?.id))).document).toMatchObject({ kind: 'blocks', lang: 'fr' })
  expect(complaints).toEqual([])
})

test('the page is in French where the browser asks for it', async () => {
  const { page, complaints } = await open(`${await start(expressHost, { authorize, ui })}/ui/`, { locale: 'fr-FR' })
  await page.getByRole('button', { name: 'Nouvelle campagne' }).waitFor()
  await shown(page)
  expect(await page.title()).toBe('Campagnes')
  expect(complaints).toEqual([])
})

test('the page is in the colours of the host, in the light or the dark', async () => {
  const css = ':root { --sillage-accent: rgb(1, 2, 3) }'
  const url = await start(expressHost, { authorize, ui: createUi({ theme: 'dark', css }) })
  const { page, complaints } = await open(`${url}/ui`, { colorScheme: 'light' })
  const button = page.getByRole('button', { name: 'New campaign' })
  await button.waitFor()
  const background = (element: Element) => getComputedStyle(element).backgroundColor
  expect(await button.evaluate(background)).toBe('rgb(1, 2, 3)')
  expect(await page.locator('body').evaluate(background)).toBe('rgb(12, 22, 29)')
  await page.goto(`${await start(expressHost, { authorize, ui })}/ui`)
  await button.waitFor()
  expect(await page.locator('body').evaluate(background)).toBe('rgb(244, 247, 248)')
  expect(complaints).toEqual([])
})

test('to whoever may not see campaigns the page says to sign in, and shows them afterwards', async () => {
  let signedIn = false
  const url = await start(expressHost, { authorize: () => signedIn, ui })
  const { page } = await open(`${url}/ui`, { locale: 'fr-FR' })
  await page.getByRole('heading', { name: 'Connectez-vous d’abord' }).waitFor()
  expect(await page.locator('campaign-manager').count()).toBe(0)
  signedIn = true
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await shown(page)
})

test('a 401 of the host’s own says the same', async () => {
  const { page } = await open('about:blank')
  const url = await start(expressHost, { authorize, ui })
  await page.route('**/api/**', (route) => route.fulfill({ status: 401, body: 'Log in' }))
  await page.goto(`${url}/ui`)
  await page.getByRole('heading', { name: 'Sign in first' }).waitFor()
})

test('a key is asked for, kept in the tab, sent with every request, and asked for again when it is refused', async () => {
  let right = 'sésame'
  const routes = new Set<string>()
  const byKey = ({ headers, route }: AuthorizeInput) => {
    const yes = Buffer.from(headers['x-admin-key'] ?? '', 'latin1').toString('latin1') === right
    if (yes) routes.add(route)
    return yes
  }
  const url = await start(expressHost, { authorize: byKey, ui: createUi({ askKey: 'x-admin-key' }) })
  const { page, complaints, sockets, live } = await open(`${url}/ui`)
  const problem = page.getByRole('alert')
  const key = page.getByLabel('Key')
  for (const wrong of ['nonsense', 'ключ']) {
    await key.fill(wrong)
    await key.press('Enter')
    await problem.filter({ hasText: 'This key is not accepted' }).waitFor()
    expect(await key.getAttribute('aria-invalid')).toBe('true')
  }
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  await key.fill(` ${right} `)
  await page.getByRole('button', { name: 'Open' }).click()
  await shown(page)
  expect(await live).toBe(200)
  expect(sockets).toEqual([])
  expect(routes).toEqual(new Set(['listCampaigns', 'live']))
  expect(await page.evaluate(() => sessionStorage.getItem('sillage-key:/mail/'))).toBe(right)
  expect(new Set(complaints.map((complaint) => /403|policy/.exec(complaint)?.[0]))).toEqual(new Set(['403']))

  await page.reload()
  await shown(page)
  right = 'another'
  await page.reload()
  await problem.filter({ hasText: 'This key is not accepted' }).waitFor()
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('any page of the site has the elements by one script', async () => {
  const url = await start(expressHost, { authorize, ui })
  const { pathname, origin } = new URL(url)
  const { page, complaints, scripts } = await open(`${origin}/own`)
  // The chart and the French words, which are loaded on demand elsewhere, lie in the one file.
  await page.getByText('E-mails envoyés').waitFor()
  await page.locator('sillage-timeline').waitFor()
  expect(scripts).toEqual([`${pathname}/ui/elements.js`])
  expect(complaints).toEqual([])
})
