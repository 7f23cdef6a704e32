import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import { isClosed, openDialog, openRoom, sentTo, texts } from '../../../test/support/room.ts'

const topics = [
  { key: 'news', name: { en: 'News', fr: 'Nouvelles' }, description: { en: 'Once a month' } },
  { key: 'fairs', name: 'Fairs' },
]

/** The dialog that a button opens. */
async function open(label: string) {
  const server = createFakeServer()
  server.settings.values.topics = { value: topics, updatedAt: '2026-01-01T00:00:00.000Z' }
  await openRoom('campaign-settings', server)
  await until(() => all('section').length === 3)
  button(label).click()
  const dialog = await openDialog('sillage-topic')
  await settled(1)
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, dialog)
  const press = async (text: string) => {
    button(text, dialog).click()
    await settled(1)
  }
  const fill = async (values: Record<string, string>) => {
    for (const [id, value] of Object.entries(values)) {
      type(field(id), value)
      await settled(1)
    }
  }
  const refused = () => texts('.error', dialog).filter((text) => text !== '')
  return { server, dialog, field, press, fill, refused }
}

test('a topic needs a key that no other has, and a name', async () => {
  const { server, dialog, field, press, fill, refused } = await open('Add a topic')
  expect([texts('h2', dialog), texts('label', dialog)]).toEqual([['Topics'], ['Key', 'Name', 'Description']])
  for (const [values, field_, text] of [
    [{ key: ' ', 'name-0': 'Offers' }, 'key', 'Give a key and a name.'],
    [{ key: ' fairs ' }, 'key', 'There is a topic with this key already.'],
    [{ key: ' offers ', 'name-0': ' ' }, 'name-0', 'Give a key and a name.'],
  ] as const) {
    await fill(values)
    expect(refused()).toEqual([])
    await press('Save')
    expect([refused(), focused()]).toEqual([[text], field(field_)])
    expect(all('[aria-invalid=true]', dialog).map(({ id }) => id)).toEqual([field_])
  }
  await fill({ 'name-0': ' Offers ', 'description-0': ' Twice a year ' })
  await press('Save')
  await until(() => isClosed('sillage-topic'))
  const added = { key: 'offers', name: 'Offers', description: 'Twice a year' }
  expect(sentTo(server, 'putSetting')).toEqual([['PUT', '/settings/topics', { value: [...topics, added] }]])
})

test('with a second language each text says its language, and can be removed again', async () => {
  const { server, dialog, field, press, fill, refused } = await open('Change Fairs')
  expect([all('[id=key]', dialog).length, texts('.part b', dialog), texts('label', dialog)]).toEqual([
    0,
    ['fairs'],
    ['Name', 'Description'],
  ])
  await press('Add a language')
  expect(texts('label', dialog)).toEqual(['Language', 'Name', 'Description', 'Language', 'Name', 'Description'])
  await press('Save')
  expect([refused(), focused()]).toEqual([['Such as en, fr or pt-BR.'], field('language-0')])
  await fill({ 'language-0': ' en ', 'name-1': 'Salons' })
  await press('Save')
  expect([refused(), focused()]).toEqual([['Such as en, fr or pt-BR.'], field('language-1')])
  await fill({ 'language-1': 'fr', 'description-1': 'Deux fois par an' })
  expect(texts('label', dialog).slice(3)).toEqual(['Language', 'Name (fr)', 'Description (fr)'])
  await press('Add a language')
  await fill({ 'language-2': 'de' })
  await press('Remove the language de')
  expect(all('[id=language-2]', dialog)).toEqual([])
  await press('Save')
  await until(() => isClosed('sillage-topic'))
  const changed = { key: 'fairs', name: { en: 'Fairs', fr: 'Salons' }, description: { fr: 'Deux fois par an' } }
  expect(sentTo(server, 'putSetting')).toEqual([['PUT', '/settings/topics', { value: [topics[0], changed] }]])
})

test('a topic in several languages opens with all of them, and one that was removed meanwhile comes back', async () => {
  const { server, dialog, field, press, fill } = await open('Change News')
  const values = ['language-0', 'name-0', 'description-0', 'language-1', 'name-1', 'description-1']
  expect(values.map((id) => field(id).value)).toEqual(['en', 'News', 'Once a month', 'fr', 'Nouvelles', ''])
  server.settings.values.topics = { value: [topics[1]], updatedAt: '2026-01-02T00:00:00.000Z' }
  await press('Remove the language en')
  expect(texts('label', dialog)).toEqual(['Language', 'Name (fr)', 'Description (fr)'])
  expect(all('button.icon', dialog).length).toBe(1)
  await fill({ 'description-0': 'Une fois par mois' })
  await press('Save')
  await until(() => isClosed('sillage-topic'))
  const back = { key: 'news', name: { fr: 'Nouvelles' }, description: { fr: 'Une fois par mois' } }
  expect(sentTo(server, 'putSetting')[0]?.[2]).toEqual({ value: [topics[1], back] })
})
