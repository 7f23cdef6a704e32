import type { Selection } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { chosen, openChooser, openComposer, paste, send } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, button, one, said, settled, type, until } from '../../../test/support/mount.ts'

const table = () => one('sillage-table')
const boxes = () => all<HTMLInputElement>('.pick input')
const choose = (label: string, value: string) => {
  const field = one<HTMLSelectElement>(`select[aria-label="${label}"]`)
  field.value = value
  field.dispatchEvent(new Event('change'))
}

async function chooser(server: FakeServer) {
  const composer = await openComposer(server)
  await openChooser()
  await until(() => boxes().length > 0)
  return composer
}

/** Fills in the rest, sends, and returns whom it goes to. */
async function sentTo(server: FakeServer): Promise<Selection> {
  type(one<HTMLInputElement>('#name'), 'Letter')
  const template = one<HTMLSelectElement>('select#content')
  template.value = 't1'
  template.dispatchEvent(new Event('change'))
  await settled()
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  return server.asked('createCampaign').map(({ body }) => (body as { recipients: Selection }).recipients)[0] ?? {}
}

test('a search, single people, an earlier campaign and a list are one selection, and nothing of it is forgotten', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '9', name: 'Spring' })]
  const composer = await chooser(server)
  await until(() => all('select[aria-label=Company] option').length > 1)
  choose('Company', 'Quai 9')
  const firm = server.state.people.filter(({ company }) => company === 'Quai 9')
  await until(() => said().includes(`Add all ${firm.length}`))
  button(`Add all ${firm.length}`).click()
  await until(() => said().includes('All of them are chosen'))
  // One of the search is left out, and somebody of another company is added.
  await until(() => boxes().length === firm.length && boxes().every(({ checked }) => checked))
  boxes()[1]?.click()
  choose('Company', 'Novaterre')
  await until(
    () =>
      said(table().shadowRoot ?? table()).includes('Novaterre') &&
      !said(table().shadowRoot ?? table()).includes('Quai 9'),
  )
  expect(boxes().some(({ checked }) => checked)).toBe(false)
  boxes()[0]?.click()
  const single = server.state.people.find(({ company }) => company === 'Novaterre')
  choose('Company', '')
  choose('Earlier campaigns', 'unopened')
  await until(() => all('select[aria-label=Campaign] option').length > 5)
  choose('Campaign', '9')
  await until(() => all('.bar button').length === 1)
  one('.bar button').click()
  await settled()
  button('A list of yours').click()
  await settled()
  type(one<HTMLTextAreaElement>('#pasted'), 'zoe@example.org; Zoé')
  await chosen()

  button('Close').click()
  await composer.show()
  await settled()
  await openChooser()
  button('Chosen (4)').click()
  await settled()
  expect(said(one('sillage-chooser').shadowRoot ?? document.body)).toContain('did not open “Spring”')
  await chosen()
  expect(await sentTo(server)).toEqual({
    contactIds: [single?.id],
    people: [{ email: 'zoe@example.org', name: 'Zoé' }],
    where: {
      any: [
        { company: 'Quai 9' },
        {
          received: { campaignId: '9' },
          not: { any: [{ opened: { campaignId: '9' } }, { bounced: { campaignId: '9' } }] },
        },
      ],
    },
    except: [firm[1]?.email],
  })
})

test('the people of the last campaigns are listed, and one of them is unticked', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '9', name: 'Spring' })]
  await chooser(server)
  choose('Earlier campaigns', 'unclicked')
  await settled()
  choose('Campaign', 'last 3')
  await until(() => boxes().length === 3)
  expect(server.asked('listPeople').map(({ body }) => body)).toMatchObject([
    { where: { received: { last: 3 } } },
    { where: { received: { last: 3 } }, cursor: 'on' },
  ])
  await until(() => all('.bar button').length === 1)
  one('.bar button').click()
  await until(() => boxes().every(({ checked }) => checked))
  boxes()[1]?.click()
  await chosen()
  expect(await sentTo(server)).toMatchObject({
    where: { received: { last: 3 } },
    except: [server.state.people[1]?.email],
  })
})

test('a tag that nobody on the first page has is there to be chosen', async () => {
  const server = createFakeServer()
  const last = server.state.people.at(-1)
  last?.tags.push('rare')
  await chooser(server)
  await until(() => all('select[aria-label=Tag] option').length > 1)
  expect(said(one('select[aria-label=Tag]'))).toContain('rare (1)')
  choose('Tag', 'rare')
  await until(() => said().includes('Add this one'))
  await until(() => boxes().length === 1)
  expect(said(table().shadowRoot ?? table())).toContain(last?.name)
})

test('of many tags those that begin with what is typed are offered, and people are filtered by a whole one', async () => {
  const server = createFakeServer()
  for (const [n, { tags }] of server.state.people.entries()) tags.push(`tag ${n}a`, `tag ${n}b`)
  await chooser(server)
  await until(() => all('input[aria-label=Tag]').length === 1)
  const field = one<HTMLInputElement>('input[aria-label=Tag]')
  expect(all('#tag-names option')).toHaveLength(200)
  type(field, 'tag 119')
  await until(() => all('#tag-names option').length === 2)
  const filtered = () => server.asked('listContacts').map(({ url }) => url.searchParams.get('tag'))
  expect(new Set(filtered())).toEqual(new Set([null]))
  type(field, 'tag 119b')
  await until(() => boxes().length === 1)
  expect(filtered().at(-1)).toBe('tag 119b')
})

test('while the directory loads it is not said to be empty, and a search that was left is not added', async () => {
  const server = createFakeServer()
  await openComposer(server)
  const held: (() => void)[] = []
  server.state.intercept = ({ route }) =>
    route === 'listContacts' ? new Promise((resolve) => held.push(() => resolve(undefined as never))) : undefined
  await openChooser()
  await until(() => held.length === 1)
  expect(said()).not.toContain('The directory is empty')
  server.state.intercept = undefined
  held[0]?.()
  await until(() => said().includes('Add all 120'))
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  await settled(1)
  // The figure of the search before is gone at once.
  expect(said()).not.toContain('Add all 120')
  await until(() => said().includes('Add all 10'))
  button('Add all 10').click()
  await chosen()
  expect(said(one('.people'))).toContain('10 contacts')
  expect(await sentTo(server)).toEqual({ where: { q: 'ch' } })
})

test('only the newest figures are shown, however late earlier ones come', async () => {
  const server = createFakeServer()
  await chooser(server)
  const late: (() => void)[] = []
  server.state.intercept = ({ route, body }) =>
    route === 'countRecipients' && (body as Selection).contactIds?.length === 1
      ? new Promise((resolve) => late.push(() => resolve(Response.json({ total: 99, suppressed: 0, companies: 0 }))))
      : undefined
  boxes()[0]?.click()
  await until(() => late.length === 1)
  boxes()[1]?.click()
  await until(() => said().includes('2 contacts of 2 companies'))
  late[0]?.()
  await settled()
  expect(said()).toContain('2 contacts of 2 companies')
  expect(said()).not.toContain('99')
})

test('what the columns of a list are is shown, corrected, and sent', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await paste('Kontakt;Stadt;Firma\nzoe@example.fr;Brest;Atelier\nnobody;Lyon;x')
  expect(said(one('.people'))).toContain('Nobody is chosen yet.')
  await openChooser()
  expect(said()).toContain('Say which column holds the addresses.')
  choose('Becomes: Kontakt', 'email')
  await until(() => said().includes('1 address'))
  choose('Becomes: Firma', 'company')
  await until(() => all('.pick').length === 1)
  await chosen()
  expect(said(one('.people'))).toContain('1 line could not be read')
  expect(await sentTo(server)).toEqual({
    people: [{ email: 'zoe@example.fr', company: 'Atelier', data: { Stadt: 'Brest' } }],
  })
})

test('a long paste is a list beside the field, whose people can be unticked', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await openChooser()
  button('A list of yours').click()
  await settled()
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', Array.from({ length: 4_000 }, (_, n) => `p${n}@example.org`).join('\n'))
  const field = one<HTMLTextAreaElement>('#pasted')
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }))
  await until(() => said().includes('4,000 addresses'))
  expect(field.value).toBe('')
  await until(() => boxes().length > 0)
  boxes()[0]?.click()
  await chosen()
  expect(said(one('.people'))).toContain('3,999 contacts')
  const { people, except } = await sentTo(server)
  expect([people?.length, except]).toEqual([4_000, ['p0@example.org']])
})
