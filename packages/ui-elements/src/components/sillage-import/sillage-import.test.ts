import type { ImportReport } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, one, said, settled, until } from '../../../test/support/mount.ts'
import { fail, hold, openRoom } from '../../../test/support/room.ts'

const root = () => one('sillage-import').shadowRoot as ShadowRoot
const dialog = () => one<HTMLDialogElement>('dialog', root())
const input = () => one<HTMLInputElement>('input[type=file]', root())
const submit = () => one<HTMLButtonElement>('button[type=submit]', root())
const rows = () =>
  all('tbody tr', root()).map((row) => [...row.querySelectorAll('th, td.muted')].map((cell) => cell.textContent))
const selects = () => all<HTMLSelectElement>('tbody select', root())
const become = () => selects().map(({ value }) => value)
const problem = () => one('[role=alert]', root())
const csv = (text: string, name = 'clients.csv') => new File([text], name, { type: 'text/csv' })
const report = (part: Partial<ImportReport>) =>
  ({ accepted: 0, duplicates: [], invalid: [], duplicateCount: 0, invalidCount: 0, ...part }) satisfies ImportReport

async function open(lang = 'en') {
  const server = createFakeServer({ contacts: 3 })
  await openRoom('contact-manager', server, lang)
  await until(() => all('.who').length === 3)
  const opener = button(lang === 'en' ? 'Import' : 'Importer')
  opener.focus()
  opener.click()
  await until(() => dialog().open)
  return { server, opener }
}

function choose(...chosen: File[]): void {
  const files = new DataTransfer()
  for (const file of chosen) files.items.add(file)
  input().files = files.files
  input().dispatchEvent(new Event('change'))
}

async function map(at: number, field: string): Promise<void> {
  const select = selects()[at] as HTMLSelectElement
  select.value = field
  select.dispatchEvent(new Event('change'))
  await settled()
}

/** Chooses a file, once its columns are shown. */
async function read(text: string): Promise<void> {
  choose(csv(text))
  await until(() => rows().length > 0, 'the columns')
}

test('a file is imported by the columns that were corrected, once, and the list is loaded again', async () => {
  const { server, opener } = await open()
  expect(said(root())).toContain('A CSV file, with a line of headings or drop it here')
  expect([submit().disabled, submit().textContent?.trim(), rows()]).toEqual([true, 'Import', []])
  expect(input().accept).toBe('.csv,.txt,.tsv,text/csv,text/plain')
  const text = 'Email;Nom complet;Société;Courriel;Ville\nzoe@port.example;Zoé Le Guen;Port;z@x.example;Brest\n'
  await read(text)
  expect(said(root())).toContain('clients.csv · 1 kB')
  expect(said(root())).not.toContain('or drop it here')
  expect(rows()).toEqual([
    ['Email', 'zoe@port.example'],
    ['Nom complet', 'Zoé Le Guen'],
    ['Société', 'Port'],
    ['Courriel', 'z@x.example'],
    ['Ville', 'Brest'],
  ])
  expect(become()).toEqual(['email', 'name', 'company', '', ''])
  expect(selects()[4]?.getAttribute('aria-label')).toBe('Becomes: Ville')
  expect([...(selects()[4]?.options ?? [])].slice(0, 5).map(({ value, text }) => [value, text])).toEqual([
    ['', 'Field “Ville”'],
    ['email', 'Email'],
    ['ref', 'Your own reference'],
    ['name', 'Full name'],
    ['firstName', 'First name'],
  ])
  // The address is in one column: the one that had it becomes a field.
  await map(3, 'email')
  await map(1, '')
  await map(4, 'ref')
  expect(become()).toEqual(['', '', 'company', 'email', 'ref'])
  const [names, lists] = [server.asked('listTags').length, server.asked('listContacts').length]
  server.kept.report = report({ accepted: 1 })
  const release = hold(server, 'importContacts')
  submit().click()
  await until(() => submit().textContent?.trim() === 'Importing…')
  expect([submit().matches('.busy:disabled'), one('.scroll', root()).ariaBusy]).toEqual([true, 'true'])
  one<HTMLFormElement>('form', root()).requestSubmit()
  // Closed and opened again, it is still at it.
  button('Close', root()).click()
  opener.click()
  await until(() => dialog().open)
  expect([submit().textContent?.trim(), rows().length]).toEqual(['Importing…', 5])
  release()
  await until(() => said(root()).includes('1 contact added'))
  const [asked, ...more] = server.asked('importContacts')
  expect([asked?.method, asked?.url.pathname, asked?.body, more]).toEqual([
    'POST',
    '/sillage/api/contacts/import',
    text,
    [],
  ])
  expect(asked?.headers.get('content-type')).toBe('text/csv')
  expect(Object.fromEntries(asked?.url.searchParams ?? [])).toEqual({
    company: 'Société',
    email: 'Courriel',
    ref: 'Ville',
  })
  expect([server.asked('listTags').length, server.asked('listContacts').length]).toEqual([names + 1, lists + 1])
  expect(one('.scroll', root()).ariaBusy).toBe('false')
  expect([rows(), all('input[type=file]', root()), all('.report', root())]).toEqual([[], [], []])
  all('.foot .primary', root())[0]?.click()
  await until(() => !dialog().open)
  expect(focused()).toBe(opener)
})

test('addresses are found under any heading, and without a column of them nothing is imported', async () => {
  const { server } = await open()
  await read('Ville;Kontakt\nBrest;zoe@port.example')
  expect(become()).toEqual(['', 'email'])
  await map(1, '')
  submit().click()
  await until(() => problem().textContent === 'Say which column holds the email addresses.')
  expect([problem().hidden, server.asked('importContacts')]).toEqual([false, []])
  await map(0, 'name')
  expect([problem().hidden, problem().textContent]).toEqual([true, ''])
  await read('Ville;Land\nBrest;France')
  await until(() => rows()[1]?.[0] === 'Land')
  expect(become()).toEqual(['', ''])
  await read('Mail;Kontakt\nnobody;zoe@port.example')
  await until(() => rows()[0]?.[0] === 'Mail')
  expect(become()).toEqual(['email', ''])
})

test('what is no table is said to be none, until another file is chosen', async () => {
  await open()
  choose(csv(' \n', 'empty.csv'))
  await until(() => problem().textContent?.startsWith('This is no table: a line of headings and rows separated by'))
  expect([problem().hidden, submit().disabled, rows()]).toEqual([false, true, []])
  expect(said(root())).toContain('empty.csv · 1 kB')
  await read('Email\nzoe@port.example')
  expect([problem().hidden, submit().disabled]).toEqual([true, false])
  // A choice that was broken off changes nothing.
  choose()
  await settled()
  expect([rows().length, said(root()).includes('clients.csv')]).toEqual([1, true])
})

test('an import that fails says why, keeps the columns, and can be tried again', async () => {
  const { server } = await open()
  await read('Email;Ville\nzoe@port.example;Brest')
  await map(1, 'company')
  fail(server, 'importContacts', 'body_too_large')
  submit().click()
  await until(() => !problem().hidden)
  expect(problem().textContent).toBe('Too much at once. Shorten the message or the list of recipients.')
  expect([become(), submit().disabled, submit().textContent?.trim()]).toEqual([['email', 'company'], false, 'Import'])
  expect(server.asked('listContacts')).toHaveLength(1)
  server.state.intercept = undefined
  server.kept.report = report({ accepted: 2 })
  submit().click()
  await until(() => said(root()).includes('2 contacts added'))
  expect([problem().hidden, problem().textContent]).toEqual([true, ''])
})

test('the report lists which rows were left out and why, and which were there already', async () => {
  const { server } = await open()
  server.kept.report = report({
    accepted: 1_200,
    invalid: [
      { line: 3, reason: 'email: not an address' },
      { line: 1_004, reason: 'name: too long' },
    ],
    invalidCount: 2,
    duplicates: Array.from({ length: 201 }, (_, n) => ({ line: n + 5, email: `p${n}@port.example` })),
    duplicateCount: 1_500,
  })
  await read('Email\nzoe@port.example')
  submit().click()
  await until(() => all('.report', root()).length === 2, 'the report')
  expect(one('[role=status]', root()).textContent?.trim()).toBe('1,200 contacts added')
  const [invalid, duplicates] = all('.report', root())
  expect(all('.report', root()).map((list) => list.getAttribute('aria-label'))).toEqual([
    '2 rows left out',
    '1,500 there already, left as they were',
  ])
  expect(all('h3', root()).map((heading) => heading.textContent)).toEqual([
    '1,200 contacts added',
    '2 rows left out',
    '1,500 there already, left as they were',
  ])
  const lines = (list: Element | undefined) => [...(list?.children ?? [])].map((line) => said(line))
  expect(lines(invalid)).toEqual(['Line 3 This is no email address.', 'Line 1,004 name: too long'])
  expect([lines(duplicates).length, lines(duplicates)[0]]).toEqual([201, 'Line 5 p0@port.example'])
  expect(lines(duplicates).slice(-2)).toEqual(['Line 204 p199@port.example', 'and 1,300 more'])
  button('Import another file', root()).click()
  await until(() => all('input[type=file]', root()).length === 1)
  expect([said(root()).includes('or drop it here'), rows(), submit().disabled]).toEqual([true, [], true])
})

test('as many lines as are listed are not said to be more', async () => {
  const { server } = await open()
  const duplicates = Array.from({ length: 200 }, (_, n) => ({ line: n, email: `p${n}@port.example` }))
  server.kept.report = report({ duplicates, duplicateCount: 200 })
  await read('Email\nzoe@port.example')
  submit().click()
  await until(() => all('.report li', root()).length === 200)
  expect(said(root())).not.toContain('more')
})

test('a file is dropped, and the place says that it may be', async () => {
  const { opener } = await open()
  const place = () => one('.file', root())
  const drag = (type: string, ...files: File[]) => {
    const dataTransfer = new DataTransfer()
    for (const file of files) dataTransfer.items.add(file)
    const event = new DragEvent(type, { dataTransfer, cancelable: true, bubbles: true })
    place().dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(drag('dragover')).toBe(true)
  await settled()
  expect(place().classList.contains('over')).toBe(true)
  drag('dragleave')
  await settled()
  expect(place().classList.contains('over')).toBe(false)
  drag('dragover')
  expect(drag('drop', csv('Email\nzoe@port.example', 'dropped.csv'))).toBe(true)
  await until(() => rows().length === 1)
  expect(said(root())).toContain('dropped.csv')
  expect(place().classList.contains('over')).toBe(false)
  // Opened again, it begins anew.
  button('Close', root()).click()
  opener.click()
  await until(() => dialog().open)
  expect([rows(), said(root()).includes('dropped.csv')]).toEqual([[], false])
})

test('of two files that are chosen at once the last one counts, however late the first is read', async () => {
  await open()
  const slow = csv('First\nx')
  const { promise, resolve } = Promise.withResolvers<ArrayBuffer>()
  slow.slice = () => ({ arrayBuffer: () => promise }) as Blob
  const place = one('.file', root())
  const dropped = (file: File) => {
    const event = new DragEvent('drop', { cancelable: true })
    Object.defineProperty(event, 'dataTransfer', { value: { files: [file] } })
    place.dispatchEvent(event)
  }
  dropped(slow)
  dropped(csv('Second\nx', 'second.csv'))
  await until(() => rows()[0]?.[0] === 'Second')
  resolve(new TextEncoder().encode('First\nx').buffer)
  await settled()
  expect(rows()).toEqual([['Second', 'x']])
  expect(said(root())).toContain('second.csv')
})

test.each([
  [0, '0 contact ajouté', undefined, undefined],
  [1, '1 contact ajouté', '1 déjà présent, laissé tel quel', '1 ligne écartée'],
  [2, '2 contacts ajoutés', '2 déjà présents, laissés tels quels', '2 lignes écartées'],
])('in French words take the form of %i', async (count, accepted, duplicates, invalid) => {
  const { server } = await open('fr')
  server.kept.report = report({ accepted: count, duplicateCount: count, invalidCount: count })
  await read('E-mail\nzoe@port.example')
  submit().click()
  await until(() => said(root()).includes(accepted))
  expect(all('h3', root()).map((heading) => heading.textContent)).toEqual(
    [accepted, invalid, duplicates].filter((text) => text !== undefined),
  )
})
