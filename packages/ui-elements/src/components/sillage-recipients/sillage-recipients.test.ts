import type { RecipientInput, Selection } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'
import type { CampaignComposer } from '../campaign-composer/campaign-composer.ts'

const matching = () => button(/^Select all \d+ matching$/) as HTMLButtonElement

async function directory() {
  const server = createFakeServer()
  const composer = await mount('campaign-composer', server.context())
  await composer.show()
  await until(() => all('.person').length > 0)
  return server
}

test('right after a search is typed, the people of the search before cannot be chosen', async () => {
  const server = await directory()
  const before = matching().textContent
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  await settled(1)
  matching().click()
  button('Select this page').click()
  await settled(1)
  expect(button(/^Create and send/).textContent?.trim()).toBe('Create and send')
  await until(() => server.asked('listContacts').some(({ url }) => url.searchParams.get('q') === 'ch'))
  await until(() => !matching().disabled)
  expect(matching().textContent).not.toBe(before)
  matching().click()
  await settled(1)
  expect(button(/^Create and send to 10 people$/)).toBeDefined()
})

test('a page of the old search that comes late is not mixed into the new one', async () => {
  const server = await directory()
  let release: (() => void) | undefined
  server.state.intercept = ({ url }) =>
    url.searchParams.get('cursor') === null
      ? undefined
      : new Promise((resolve) => {
          release = () => resolve(Response.json({ items: server.state.people.slice(50, 60), next: null, total: 60 }))
        })
  button('Show more').click()
  await until(() => release !== undefined)
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  release?.()
  await settled()
  expect(matching().disabled).toBe(true)
  await until(() => said().includes('10 contacts found'))
  expect(all('.person')).toHaveLength(10)
})

test('starting over also clears the search', async () => {
  await directory()
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  await until(() => said().includes('10 contacts found'))
  button('Close').click()
  await one<CampaignComposer>('campaign-composer').show()
  await settled()
  button('Start over').click()
  await answer('Throw away')
  await settled(1)
  expect(matching().disabled).toBe(true)
  await until(() => !matching().disabled)
  expect(said()).not.toContain('10 contacts found')
})

/** Chooses a company in the filter. */
async function company(server: FakeServer, name: string): Promise<void> {
  const filter = one<HTMLSelectElement>('select[aria-label=Company]')
  filter.value = name
  filter.dispatchEvent(new Event('change'))
  await until(() => server.asked('listContacts').some(({ url }) => url.searchParams.get('company') === name))
  await until(() => all('.place').every((place) => place.textContent === name))
  await until(() => !button('Select this page').matches(':disabled'))
}

/** Fills in the rest, sends, and returns the recipients. */
async function sentTo(server: FakeServer, people: number) {
  type(one<HTMLInputElement>('#name'), 'Letter')
  const template = one<HTMLSelectElement>('select#content')
  template.value = 't1'
  template.dispatchEvent(new Event('change'))
  await until(() => button(/^Create and send/).textContent?.trim() === `Create and send to ${people} people`)
  button(/^Create and send/).click()
  await answer('Create and send')
  await until(() => server.asked('createCampaign').length === 1)
  const body = server.asked('createCampaign')[0]?.body as { recipients: RecipientInput[] | Selection }
  return body.recipients
}

test('all of one company stay chosen while another is shown, and all of that one are added', async () => {
  const server = await directory()
  await until(() => all('select[aria-label=Company] option').length > 1)
  const firm = (name: string) => server.state.people.filter((one) => one.company === name).map(({ id }) => id)
  const [first, second] = [firm('Quai 9'), firm('Novaterre')]
  await company(server, 'Quai 9')
  matching().click()
  await company(server, 'Novaterre')
  expect(said()).toContain(`${first.length} matching contacts (Quai 9) chosen`)
  expect(all<HTMLInputElement>('.person input:checked')).toEqual([])
  matching().click()
  await until(() => said().includes(`${first.length + second.length} contacts chosen`))
  const { contactIds } = (await sentTo(server, first.length + second.length)) as Selection
  expect(new Set(contactIds)).toEqual(new Set([...first, ...second]))
})

test('one of all who match is removed, and the others stay', async () => {
  const server = createFakeServer({ contacts: 300 })
  const composer = await mount('campaign-composer', server.context())
  await composer.show()
  await until(() => all('.person').length > 0)
  matching().click()
  await settled()
  all<HTMLInputElement>('.person input')[1]?.click()
  await until(() => said().includes('299 contacts chosen'))
  const boxes = all<HTMLInputElement>('.person input')
  expect(boxes.slice(0, 3).map(({ checked }) => checked)).toEqual([true, false, true])
  const { contactIds } = (await sentTo(server, 299)) as Selection
  expect(contactIds).toHaveLength(299)
  expect(contactIds).not.toContain('2')
})

test('when the others cannot be loaded, or are too many, no one is dropped', async () => {
  const server = createFakeServer()
  const context = server.context()
  const notices: string[] = []
  context.notices.subscribe(({ text }) => notices.push(text ?? ''))
  const composer = await mount('campaign-composer', context)
  await composer.show()
  await until(() => all('.person').length > 0)
  matching().click()
  await settled()
  const lost = () => Promise.reject(new TypeError('lost'))
  server.state.intercept = ({ route }) => (route === 'listContacts' ? lost() : undefined)
  const box = one<HTMLInputElement>('.person input')
  box.click()
  await until(() => notices.length === 1)
  await settled()
  expect(said()).toContain('120 matching contacts chosen')
  expect(box.checked).toBe(true)
  server.state.intercept = ({ route }) =>
    route === 'listContacts' ? Response.json({ items: [], next: null, total: 10_001 }) : undefined
  box.click()
  await until(() => notices.length === 2)
  await settled()
  expect(notices[1]).toContain('No more than 10,000 can be chosen one by one.')
  expect(box.checked).toBe(true)
})

async function paste(text: string): Promise<FakeServer> {
  const server = await directory()
  button('Paste addresses').click()
  await settled()
  type(one<HTMLTextAreaElement>('#pasted'), text)
  await settled()
  return server
}

test('how pasted columns were understood is shown, and what was ignored', async () => {
  const rows = [
    'Prénom;Nom;Email;Société;Ville',
    'Zoé;Durand;zoe@example.fr;Atelier;Brest',
    'Léo;Roux;leo@example.fr;;',
  ]
  const server = await paste(rows.join('\n'))
  expect(said()).toContain('Columns: Address = Email · Name = Prénom + Nom · Company = Société')
  expect(said()).toContain('Not taken: Ville')
  const list = await sentTo(server, 2)
  expect(list).toEqual([
    { email: 'zoe@example.fr', name: 'Zoé Durand', company: 'Atelier' },
    { email: 'leo@example.fr', name: 'Léo Roux' },
  ])
})

test('without a header it is shown how the first line was understood, and which lines hold more', async () => {
  await paste('Zoé;Durand;zoe@example.fr;Atelier\nleo@example.fr')
  expect(said()).toContain('First line: address zoe@example.fr · name Zoé · company Durand')
  expect(said()).toContain('Line 1: more than address, name and company; the rest is not taken.')
})

test('where the directory does not count, those seen and more are spoken of, and all of them can be chosen', async () => {
  const server = createFakeServer({ contacts: 300 })
  server.state.intercept = ({ route, url }) => {
    if (route !== 'listContacts') return undefined
    const [from, limit] = [url.searchParams.get('cursor'), url.searchParams.get('limit')].map(Number)
    const items = server.state.people.slice(from, (from ?? 0) + (limit ?? 50))
    return Response.json({
      items,
      next: (from ?? 0) + items.length < 300 ? String((from ?? 0) + items.length) : null,
      total: null,
    })
  }
  const composer = await mount('campaign-composer', server.context())
  await composer.show()
  await until(() => said().includes('50+ contacts found'))
  button('Select all 50+ matching').click()
  await settled()
  expect(said()).toContain('50+ matching contacts chosen')
})
