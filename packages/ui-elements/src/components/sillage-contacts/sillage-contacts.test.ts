import { expect, test, vi } from 'vitest'
import { keepDownloads } from '../../../test/support/downloads.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { fail, hold, openRoom, shownAt } from '../../../test/support/room.ts'

const root = () => one('sillage-contacts').shadowRoot as ShadowRoot
const table = () => one('sillage-table', root()).shadowRoot as ShadowRoot
const rows = () => all('tbody tr[role=row]', table())
const cells = (row: Element | undefined) => [...(row?.querySelectorAll('td') ?? [])].map((cell) => said(cell).trim())
const count = () => one('[role=status]', root()).textContent?.trim()
const field = (label: string) => one<HTMLInputElement>(`input[aria-label="${label}"]`, root())
const shown = () => one<HTMLDialogElement>('dialog', one('sillage-contact').shadowRoot as ShadowRoot)

/** A directory; `prepare` changes it before it is read. */
async function open(
  { lang = 'en', contacts = 120 }: { lang?: string; contacts?: number } = {},
  prepare: (server: ReturnType<typeof createFakeServer>) => void = () => {},
) {
  const server = createFakeServer({ contacts })
  prepare(server)
  const { notices, room } = await openRoom('contact-manager', server, lang)
  await until(() => count()?.startsWith(String(contacts)), 'the contacts')
  const asked = () =>
    server.asked('listContacts').map(({ url: { searchParams } }) => {
      const { limit: _, ...rest } = Object.fromEntries(searchParams)
      return rest
    })
  return { server, notices, room, asked }
}

test('the directory shows who there is, and a press on a name or anywhere in its row opens the person', async () => {
  const { server } = await open({ contacts: 3 }, ({ state }) => {
    const [first, second] = state.people
    Object.assign(first ?? {}, { tags: ['client', 'port'] })
    Object.assign(second ?? {}, { name: null, company: null })
  })
  const added = shownAt(server.state.people[0]?.createdAt ?? '')
  expect(one('h1', root()).textContent).toBe('Contacts')
  expect(all('thead th', table()).map((cell) => said(cell).trim())).toEqual(['Contact', 'Company', 'Tags', 'Added'])
  expect(rows().map(cells)).toEqual([
    ['Amélie Fontaine contact1@example.test', 'Atelier du Port', 'client and port', added],
    ['contact2@example.test', '–', '–', added],
    ['Chloé Hopper contact3@example.test', 'Bois & Lin', '–', added],
  ])
  expect(count()).toBe('3 contacts')
  const title = () => said(one('h2', one('sillage-contact').shadowRoot as ShadowRoot)).trim()
  all('.who', table())[1]?.click()
  await until(() => shown().open)
  expect(title()).toBe('contact2@example.test')
  shown().close()
  rows()[2]?.querySelectorAll('td')[3]?.click()
  await until(() => shown().open)
  expect(title()).toBe('Chloé Hopper')
})

test('it is searched when the typing stops, and filtered by company and tag', async () => {
  const { asked } = await open({}, ({ state }) => {
    for (const person of state.people.slice(0, 7)) person.tags = ['client']
  })
  expect([count(), asked()]).toEqual(['120 contacts', [{}]])
  const offered = (id: string) => all<HTMLOptionElement>(`#${id} option`, root()).map((one) => [one.value, one.text])
  await until(() => offered('tag-names').length === 1 && offered('company-names').length === 7)
  expect(offered('tag-names')).toEqual([['client', '7']])
  expect(offered('company-names')[0]).toEqual(['Atelier du Port', '18'])
  const search = field('Name, email or company')
  expect(search.placeholder).toBe('Name, email or company')
  type(search, 'am')
  type(search, ' amé ')
  await until(() => count() === '10 contacts')
  expect(asked().slice(1)).toEqual([{ q: 'amé' }])
  type(field('Company'), 'Atelier du Port')
  type(field('Tag'), 'client')
  await until(() => count() === '1 contact')
  expect(asked().at(-1)).toEqual({ q: 'amé', company: 'Atelier du Port', tag: 'client' })
  type(field('Company'), '')
  type(search, 'nobody')
  await until(() => said(table()).includes('Nobody matches.'))
  expect([asked().at(-1), count()]).toEqual([{ q: 'nobody', tag: 'client' }, '0 contacts'])
  // Nothing is planned for a name that is left as it was.
  const planned = vi.spyOn(globalThis, 'setTimeout')
  field('Tag').dispatchEvent(new Event('change'))
  expect(planned).not.toHaveBeenCalled()
  planned.mockRestore()
})

test('an empty directory says what to do; French has its own words for none, one and many', async () => {
  await open({ contacts: 0 })
  expect(said(table())).toContain('No contacts yet. Add one, or import a file.')
  await open({ contacts: 0, lang: 'fr' })
  expect([count(), said(table()).includes('Pas encore de contacts. Ajoutez-en un')]).toEqual(['0 contact', true])
  await open({ contacts: 1, lang: 'fr' })
  expect(count()).toBe('1 contact')
  await open({ contacts: 2, lang: 'fr' })
  expect(count()).toBe('2 contacts')
})

test('of a long directory it is said how many there are, before all are read', async () => {
  const { asked } = await open({ contacts: 450 })
  expect([count(), asked()]).toEqual(['450 contacts', [{}]])
})

test('a directory that cannot be loaded says why and can be tried again', async () => {
  const server = createFakeServer({ contacts: 3 })
  fail(server, 'listContacts')
  await openRoom('contact-manager', server)
  await until(() => said().includes('The contacts could not be loaded'))
  expect([said().includes('The database cannot be reached right now.'), count()]).toEqual([true, ''])
  server.state.intercept = undefined
  button('Try again').click()
  await until(() => count() === '3 contacts')
  expect(said()).not.toContain('could not be loaded')
})

test('the contacts that are searched are exported as a table that is read back, once for two presses', async () => {
  const { server, notices, asked } = await open({ contacts: 250 }, ({ state }) => {
    const [first, second] = state.people
    const data = { city: 'Brest, Port', level: 3, seats: ['a'], none: null }
    Object.assign(first ?? {}, { company: 'Port', tags: ['client', 'port'], ref: '=7', data })
    Object.assign(second ?? {}, { company: 'Port', name: null, data: { motto: 'a "b"\nc', city: '-1' } })
    for (const person of state.people.slice(2)) person.company = null
  })
  const files = keepDownloads()
  type(field('Company'), 'Port')
  await until(() => count() === '2 contacts')
  const release = hold(server, 'listContacts')
  const press = button('Export CSV')
  press.click()
  await until(() => press.getAttribute('aria-disabled') === 'true')
  expect(press.classList.contains('busy')).toBe(true)
  press.click()
  await settled()
  const before = asked().length
  release()
  await until(() => files.length > 0)
  await until(() => press.getAttribute('aria-disabled') === 'false')
  expect(asked()).toHaveLength(before)
  expect(server.asked('listContacts').at(-1)?.url.search).toBe('?company=Port&limit=200')
  expect(files).toEqual([
    {
      name: 'contacts.csv',
      type: 'text/csv',
      text:
        '\ufeffEmail,Name,Company,Tags,Ref,city,level,seats,none,motto\r\n' +
        'contact1@example.test,Amélie Fontaine,Port,client|port,\'=7,"Brest, Port",3,"[""a""]",,\r\n' +
        'contact2@example.test,,Port,,,\'-1,,,,"a ""b""\nc"\r\n',
    },
  ])
  expect(notices).toEqual(['success: 2 contacts exported'])
  expect(press.classList.contains('busy')).toBe(false)
})

test('all pages are exported, with the separator of the language and its forms', async () => {
  const { server, notices } = await open({ contacts: 250, lang: 'fr' })
  const files = keepDownloads()
  button('Exporter CSV').click()
  await until(() => files.length === 1)
  const lines = files[0]?.text.split('\r\n') ?? []
  expect([lines.length, lines[0], lines[250]]).toEqual([
    252,
    '\ufeffEmail;Name;Company;Tags;Ref',
    `contact250@example.test;${server.state.people[249]?.name};${server.state.people[249]?.company};;`,
  ])
  await until(() => notices.length === 1)
  server.state.people.splice(1)
  button('Exporter CSV').click()
  await until(() => notices.length === 2)
  expect(notices).toEqual(['success: 250 contacts exportés', 'success: 1 contact exporté'])
})

test('an export that fails says so, saves nothing, and can be tried again', async () => {
  const { server, notices } = await open({ contacts: 3 })
  const files = keepDownloads()
  fail(server, 'listContacts')
  button('Export CSV').click()
  await until(() => notices.length === 1)
  expect([notices, files]).toEqual([
    ['error: That did not work The database cannot be reached right now. Try again in a moment.'],
    [],
  ])
  server.state.intercept = undefined
  await until(() => button('Export CSV').getAttribute('aria-disabled') === 'false')
  button('Export CSV').click()
  await until(() => notices[1] === 'success: 3 contacts exported')
})

test('a heading of the page takes the place of its own', async () => {
  const { room } = await open({ contacts: 1 })
  room.remove()
  const heading = document.createElement('h2')
  heading.slot = 'heading'
  heading.textContent = 'Our people'
  room.append(heading)
  document.body.append(room)
  await until(
    () => one<HTMLSlotElement>('slot[name=heading]', root()).assignedElements({ flatten: true })[0] === heading,
  )
})
