import type { Template } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { campaign, templates } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import {
  asked,
  busy,
  hold,
  inside,
  isClosed,
  openDialog,
  openRoom,
  sentTo,
  spoil,
  texts,
} from '../../../test/support/room.ts'
import { formatFor } from '../../format/format.ts'
import { en } from '../../locales/en.ts'

async function room(server = createFakeServer(), lang = 'en') {
  const opened = await openRoom('template-manager', server, lang)
  await until(() => all('[role=status]').every(({ textContent }) => !/Loading|Chargement/.test(textContent ?? '')))
  await settled(1)
  return { ...opened, server }
}

const cards = (): string[] => texts('.card h2')
const count = (): string | undefined => texts('[role=status]', inside('sillage-templates'))[0]
const uses = (): (string | undefined)[] => all('.card').map((card) => texts('.tiny', card)[1])

/** Chooses an action of the menu on a card. */
async function choose(name: string, action: string): Promise<HTMLElement> {
  const menu = all('sillage-menu').find((one) =>
    button(/^More actions/, one.shadowRoot ?? one).ariaLabel?.endsWith(name),
  )
  const root = menu?.shadowRoot ?? document
  const trigger = button(`More actions for ${name}`, root)
  trigger.click()
  button(action, root).click()
  await settled(1)
  return trigger
}

const many = (length: number): Template[] => {
  const [first] = templates()
  if (first === undefined) throw new Error('There is a template')
  return Array.from({ length }, (_, n) => ({ ...first, id: `m${n}`, name: `Letter ${n}` }))
}

test('a card says what a template is called, its subject by names, its key, and where it is used', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ templateId: 't1' })]
  await room(server)
  const when = formatFor('en', en.common.units).date('2026-01-01T00:00:00.000Z')
  expect(texts('.card')).toEqual([
    `Invitation [Name], see you in Lyon? Changed ${when} In 1 campaign`,
    `Newsletter News from the harbour Key newsletter Changed ${when} In no campaign`,
  ])
  expect(all('.picture').map(({ ariaLabel }) => ariaLabel)).toEqual(['Edit Invitation', 'Edit Newsletter'])
  expect(count()).toBe('2 templates')
  expect(server.asked('listTemplates').map(({ url }) => url.search)).toEqual(['?limit=200'])
  expect(server.asked('listCampaigns').map(({ url }) => url.search)).toEqual(['?limit=200'])
})

test('of many campaigns only the newest are counted, and of campaigns that cannot be read nothing is said', async () => {
  const server = createFakeServer()
  server.state.campaigns = Array.from({ length: 201 }, (_, n) =>
    campaign({ id: String(n), templateId: n === 0 ? 't1' : null }),
  )
  await room(server)
  expect(uses()).toEqual(['In 1 of the newest 200 campaigns', 'In none of the newest 200 campaigns'])
  spoil(server, 'listCampaigns', () => server.refuse('forbidden', 'no'))
  await room(server)
  expect(cards()).toEqual(['Invitation', 'Newsletter'])
  expect(uses()).toEqual([undefined, undefined])
  expect(all('[role=alert]')).toEqual([])
})

test('in French, none and one are singular', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ templateId: 't1' })]
  await room(server, 'fr')
  expect([count(), ...uses()]).toEqual(['2 modèles', 'Dans 1 campagne', 'Dans aucune campagne'])
  type(one<HTMLInputElement>('input[type=search]'), 'lyon')
  await settled(1)
  expect(count()).toBe('1 modèle')
  type(one<HTMLInputElement>('input[type=search]'), 'nothing')
  await settled(1)
  expect(count()).toBe('0 modèle')
})

test('templates are found by name, subject or key, whatever their case', async () => {
  const keyed = createFakeServer()
  Object.assign(keyed.state.templates[1] ?? {}, { key: 'monthly' })
  await room(keyed)
  const search = one<HTMLInputElement>('input[type=search]')
  expect([search.placeholder, search.ariaLabel]).toEqual(['Name, subject or key', 'Name, subject or key'])
  for (const [q, found] of [
    [' INVIT ', ['Invitation']],
    ['from the HARBOUR', ['Newsletter']],
    ['MONTH', ['Newsletter']],
    ['n', ['Invitation', 'Newsletter']],
    ['none of these', []],
  ] as const) {
    type(search, q)
    await settled(1)
    expect(cards()).toEqual(found)
  }
  expect([count(), ...texts('.empty')]).toEqual(['0 templates', 'No template matches.'])
  const server = createFakeServer()
  server.state.templates = []
  await room(server)
  expect(texts('.empty')).toEqual(['No templates yet. A template is a message that campaigns begin with.'])
})

test('all pages are read, some cards are drawn, and more when one asks; a search begins with the first ones', async () => {
  const server = createFakeServer()
  server.state.templates = many(201)
  await room(server)
  expect([count(), cards().length]).toEqual(['201 templates', 48])
  expect(server.asked('listTemplates').map(({ url }) => url.search)).toEqual(['?limit=200', '?limit=200&cursor=200'])
  button('Show more').click()
  await settled(1)
  expect(cards()).toHaveLength(96)
  type(one<HTMLInputElement>('input[type=search]'), 'letter')
  await settled(1)
  expect(cards()).toHaveLength(48)
  server.state.templates = many(48)
  await room(server)
  expect([cards().length, all('.more').length]).toEqual([48, 0])
})

test('templates that could not be loaded are not shown as none, and are loaded again by a press', async () => {
  const server = createFakeServer()
  const mend = spoil(server, 'listTemplates', () => server.refuse('store_unavailable', 'no'))
  await room(server)
  await until(() => all('[role=alert]').length === 1)
  expect(texts('[role=alert] > *')).toEqual([
    'The templates could not be loaded',
    'The database cannot be reached right now. Try again in a moment.',
    'Try again',
  ])
  expect([count(), all('.empty.panel').length]).toEqual(['', 0])
  mend()
  button('Try again').click()
  await until(() => cards().length === 2)
  expect(all('[role=alert]')).toEqual([])
  const free = hold(server, 'listTemplates')
  await openRoom('template-manager', server)
  expect([count(), all('.empty').length]).toEqual(['Loading…', 0])
  free()
  await until(() => cards().length === 2)
})

test('a copy has the content under another name and no key, is said, and appears', async () => {
  const { server, notices } = await room()
  const [, newsletter] = templates()
  await choose('Newsletter', 'Duplicate')
  await until(() => cards().length === 3)
  const { subject, html } = newsletter as Template
  expect(sentTo(server, 'getTemplate', 'createTemplate')).toEqual([
    ['GET', '/templates/t2', undefined],
    ['POST', '/templates', { name: 'Newsletter (copy)', subject, preheader: null, html, text: null }],
  ])
  expect(cards()[2]).toBe('Newsletter (copy)')
  expect(notices).toEqual(['success: Template duplicated Newsletter'])

  const document = { version: 1, kind: 'blocks', content: [] } as const
  Object.assign(server.state.templates[0] ?? {}, { document, preheader: 'Doors open' })
  await choose('Invitation', 'Duplicate')
  await until(() => cards().length === 4)
  const made = { name: 'Invitation (copy)', subject: '{{name}}, see you in Lyon?', preheader: 'Doors open', document }
  expect(sentTo(server, 'createTemplate')[1]?.[2]).toEqual(made)
})

test('a copy that is refused says so, and of templates the list stays', async () => {
  const { server, notices } = await room()
  spoil(server, 'createTemplate', () => server.refuse('forbidden', 'no'))
  await choose('Invitation', 'Duplicate')
  await until(() => notices.length === 1)
  expect(notices).toEqual([
    'error: That did not work You are not allowed to do this. Sign in again, or ask for access.',
  ])
  await until(() => server.asked('listTemplates').length === 2)
  expect(cards()).toEqual(['Invitation', 'Newsletter'])
})

test('deleting asks first, and names what was made from the template and its key', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ templateId: 't2', name: 'Fair' })]
  const { notices } = await room(server)
  const trigger = await choose('Newsletter', 'Delete')
  expect(await asked()).toEqual([
    'Delete Newsletter?',
    'Campaigns and streams that were made from it keep their content.',
    'Made from it: Fair.',
    'Programs that name it by its key newsletter will no longer find it.',
    'Back',
    'Delete the template',
  ])
  expect(focused()?.textContent).toBe('Back')
  expect(one('dialog[open] .danger').textContent?.trim()).toBe('Delete the template')
  await answer('Back')
  await settled(1)
  expect([sentTo(server, 'deleteTemplate'), notices]).toEqual([[], []])
  expect(focused()).toBe(trigger)

  const mend = spoil(server, 'deleteTemplate', () => server.refuse('busy', 'no'))
  await choose('Newsletter', 'Delete')
  await answer('Delete the template')
  await until(() => notices.length === 1)
  expect(notices[0]).toBe(`error: That did not work ${busy}`)
  await settled(1)
  expect(cards()).toEqual(['Invitation', 'Newsletter'])

  mend()
  await choose('Newsletter', 'Delete')
  await answer('Delete the template')
  await until(() => cards().length === 1)
  expect(sentTo(server, 'deleteTemplate').at(-1)).toEqual(['DELETE', '/templates/t2', undefined])
  expect([cards(), notices[1]]).toEqual([['Invitation'], 'success: Template deleted Newsletter'])
})

test('renaming begins with the name that is there, refuses none, and writes the name alone', async () => {
  const { server, notices } = await room()
  const trigger = await choose('Invitation', 'Rename')
  const form = inside('sillage-rename')
  await openDialog('sillage-rename')
  const field = one<HTMLInputElement>('#name', form)
  expect(texts('h2', form)).toEqual(['Rename Invitation'])
  expect([field.value, field.selectionStart, field.selectionEnd, focused()]).toEqual(['Invitation', 0, 10, field])
  expect(field.getAttribute('aria-invalid')).toBe('false')

  type(field, '  ')
  button('Rename', form).focus()
  button('Rename', form).click()
  await settled(1)
  expect([texts('#problem', form), field.getAttribute('aria-invalid')]).toEqual([['Give the template a name.'], 'true'])
  expect([focused(), sentTo(server, 'updateTemplate')]).toEqual([field, []])
  type(field, ' Fair ')
  await settled(1)
  expect([texts('#problem', form), field.getAttribute('aria-invalid')]).toEqual([[''], 'false'])

  spoil(server, 'updateTemplate', () => server.refuse('forbidden', 'no'))
  button('Rename', form).click()
  await until(() => texts('#problem', form)[0] !== '')
  expect(texts('#problem', form)).toEqual(['You are not allowed to do this. Sign in again, or ask for access.'])
  expect([field.value, isClosed('sillage-rename'), notices]).toEqual([' Fair ', false, []])

  const free = hold(server, 'updateTemplate')
  for (let press = 0; press < 2; press += 1) field.form?.requestSubmit()
  await settled(1)
  const submit = button('Rename', form)
  expect([submit.matches(':disabled'), submit.className, texts('#problem', form)]).toEqual([true, 'primary busy', ['']])
  free()
  await until(() => cards()[0] === 'Fair')
  expect(sentTo(server, 'updateTemplate').slice(1)).toEqual([['PATCH', '/templates/t1', { name: 'Fair' }]])
  expect([isClosed('sillage-rename'), notices]).toEqual([true, ['success: Template renamed Fair']])
  expect([submit.matches(':disabled'), focused()]).toEqual([false, trigger])

  await choose('Newsletter', 'Rename')
  await openDialog('sillage-rename')
  expect(field.value).toBe('Newsletter')
  button('Back', form).click()
  expect(isClosed('sillage-rename')).toBe(true)
  expect(sentTo(server, 'updateTemplate')).toHaveLength(2)
})

test('a picture and its menu open that template, the button above a new one', async () => {
  const { server } = await room()
  const form = () => inside('sillage-template')
  const heading = () => texts('#heading', form())[0]
  button('Edit Newsletter').click()
  await openDialog('sillage-template')
  await until(() => one<HTMLInputElement>('#name', form()).value === 'Newsletter')
  expect(heading()).toBe('Edit template')
  button('Close', form()).click()
  await until(() => isClosed('sillage-template'))
  await choose('Invitation', 'Edit')
  await openDialog('sillage-template')
  await until(() => one<HTMLInputElement>('#name', form()).value === 'Invitation')
  button('Close', form()).click()
  await until(() => isClosed('sillage-template'))
  expect(sentTo(server, 'getTemplate').map(([, path]) => path)).toEqual(['/templates/t2', '/templates/t1'])
  button('New template').click()
  await openDialog('sillage-template')
  expect([heading(), one<HTMLInputElement>('#name', form()).value]).toEqual(['New template', ''])
})

test('what the page puts into the heading stands in place of the own one', async () => {
  const { room: element } = await room()
  const slot = one<HTMLSlotElement>('slot[name=heading]', inside('sillage-templates'))
  expect([slot.assignedElements(), texts('h1')]).toEqual([[], ['Templates']])
  const own = document.createElement('h2')
  own.slot = 'heading'
  element.append(own)
  element.requestUpdate()
  await settled(1)
  expect(slot.assignedElements({ flatten: true })).toEqual([own])
})
