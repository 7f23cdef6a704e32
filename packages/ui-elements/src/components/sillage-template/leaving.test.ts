import type { Template } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import {
  asked,
  inside,
  isClosed,
  noQuestion,
  openDialog,
  openRoom,
  sentTo,
  spoil,
  texts,
} from '../../../test/support/room.ts'
import { formatFor } from '../../format/format.ts'
import { en } from '../../locales/en.ts'

/** The first template open, with another name typed. */
async function typed(name = 'Mine') {
  const server = createFakeServer()
  const { notices } = await openRoom('template-manager', server)
  const opener = await until(() => all('.picture').length > 0 && button('Edit Invitation'))
  opener.focus()
  opener.click()
  await openDialog('sillage-template')
  const form = inside('sillage-template')
  const field = one<HTMLInputElement>('#name', form)
  await until(() => field.value === 'Invitation')
  await settled(1)
  type(field, name)
  await settled(1)
  const stored = () => sentTo(server, 'createTemplate', 'updateTemplate')
  return { server, notices, opener, form, field, stored, template: server.state.templates[0] as Template }
}

const closed = () => until(() => isClosed('sillage-template'), 'the dialog to close')
const question = ['Close without saving?', 'What you wrote is lost.', 'Go on writing', 'Throw away']

/** Somebody else saves while it is open; then it is saved. */
async function conflict(change: Partial<Template> = {}) {
  const opened = await typed()
  const { template, form } = opened
  Object.assign(template, { name: 'Theirs', revision: 5, updatedAt: '2026-02-03T09:15:00.000Z', ...change })
  button('Save', form).click()
  await until(() => all('.note.warn', form).length > 0)
  return opened
}

test('closing asks before anything is lost, by its button and by Escape', async () => {
  const { form, field, opener, stored } = await typed()
  button('Close', form).click()
  expect(await asked()).toEqual(question)
  expect(one('dialog.narrow[open] .danger').textContent?.trim()).toBe('Throw away')
  await answer('Go on writing')
  await noQuestion()
  expect([isClosed('sillage-template'), field.value]).toEqual([false, 'Mine'])
  const closings: Event[] = []
  form.querySelector('dialog')?.addEventListener('close', (event) => closings.push(event))
  field.focus()
  // A browser lets closing be prevented only after a person did something.
  await userEvent.keyboard('x')
  await userEvent.keyboard('{Escape}')
  expect(await asked()).toEqual(question)
  expect(closings).toEqual([])
  await answer('Throw away')
  await closed()
  await until(() => focused() === opener)
  expect(stored()).toEqual([])
})

test('with nothing changed, or changed back, closing asks nothing', async () => {
  for (const [field, value] of [
    ['#name', 'Invitation'],
    ['#subject', '[Name], see you in Lyon?'],
    ['#preheader', ''],
    ['details textarea', ''],
  ] as const) {
    const { form } = await typed('Invitation')
    const input = one<HTMLInputElement>(field, form)
    type(input, 'x')
    await settled(1)
    button('Close', form).click()
    expect(await asked()).toEqual(question)
    await answer('Go on writing')
    await noQuestion()
    type(input, value)
    await settled(1)
    button('Close', form).click()
    await closed()
    expect(all('dialog[open]')).toEqual([])
  }
})

test('what somebody else saved meanwhile is not overwritten: it says when, and what one can do', async () => {
  const { form, field, stored, server, notices } = await conflict()
  const when = formatFor('en', en.common.units).dateTime('2026-02-03T09:15:00.000Z')
  expect(texts('.note.warn > *', form)).toEqual([
    `Somebody else saved this template on ${when}. What you wrote is still here, and not saved.`,
    'Save mine as another template',
    'Save mine over it',
    'Load theirs',
  ])
  expect(all('.note.bad', form)).toEqual([])
  expect([field.value, isClosed('sillage-template'), notices]).toEqual(['Mine', false, []])
  expect(button('Save', form).matches(':disabled')).toBe(true)
  expect(stored().map(([, , body]) => body)).toEqual([{ name: 'Mine', ifRevision: 1 }])

  button('Save mine as another template', form).click()
  await closed()
  expect(stored()[1]).toEqual(['POST', '/templates', expect.objectContaining({ name: 'Mine (copy)' })])
  expect([server.state.templates[0]?.name, notices]).toEqual(['Theirs', ['success: Template saved Mine (copy)']])
})

test('saving over theirs asks, and is of the revision that was seen: one still later is another conflict', async () => {
  const { form, stored, template, notices } = await conflict()
  button('Save mine over it', form).click()
  expect(await asked()).toEqual([
    'Save over the other version?',
    'Where both of you changed the same field, theirs is lost.',
    'Back',
    'Save mine over it',
  ])
  await answer('Back')
  await noQuestion()
  expect(stored()).toHaveLength(1)
  Object.assign(template, { revision: 6, updatedAt: '2026-02-04T09:15:00.000Z' })
  button('Save mine over it', form).click()
  await answer('Save mine over it')
  const when = formatFor('en', en.common.units).dateTime('2026-02-04T09:15:00.000Z')
  await until(() => texts('.note.warn > *', form)[0]?.includes(when))
  button('Save mine over it', form).click()
  expect(one('dialog.narrow .danger', inside('sillage-confirm', form)).textContent?.trim()).toBe('Save mine over it')
  await answer('Save mine over it')
  await closed()
  expect(stored().map(([, , body]) => body)).toEqual([
    { name: 'Mine', ifRevision: 1 },
    { name: 'Mine', ifRevision: 5 },
    { name: 'Mine', ifRevision: 6 },
  ])
  expect([template.name, notices]).toEqual(['Mine', ['success: Template saved Mine']])
})

test('loading theirs asks, shows it, and it can be saved again', async () => {
  const { form, field, stored } = await conflict()
  button('Load theirs', form).click()
  expect(await asked()).toEqual(['Load the other version?', ...question.slice(1)])
  await answer('Go on writing')
  await noQuestion()
  expect([field.value, all('.note.warn', form).length]).toEqual(['Mine', 1])
  button('Load theirs', form).click()
  await answer('Throw away')
  await until(() => field.value === 'Theirs')
  await settled(1)
  expect(all('.note.warn', form)).toEqual([])
  type(field, 'Ours')
  await settled(1)
  button('Save', form).click()
  await closed()
  expect(stored()[1]?.[2]).toEqual({ name: 'Ours', ifRevision: 5 })
})

test('what was written in a template that somebody deleted becomes another one', async () => {
  const { server, form, field, stored, notices } = await typed()
  server.state.templates = server.state.templates.slice(1)
  button('Save', form).click()
  await until(() => all('.note.warn', form).length > 0)
  expect(texts('.note.warn > *', form)).toEqual([
    'Somebody deleted this template meanwhile. What you wrote can be saved as another one.',
    'Save mine as another template',
  ])
  expect([all('.note.bad', form).length, button('Save', form).matches(':disabled')]).toEqual([0, true])
  const mend = spoil(server, 'createTemplate', () => server.refuse('busy', 'no'))
  button('Save mine as another template', form).click()
  await until(() => all('.note.bad', form).length > 0)
  expect(texts('.note.bad', form)).toEqual(['The server has too much to do at the moment. Try again shortly.'])
  expect(field.value).toBe('Mine')
  mend()
  button('Save', form).click()
  await until(() => all('.note.warn', form).length > 0)
  button('Save mine as another template', form).click()
  await closed()
  expect(stored().at(-1)?.slice(0, 2)).toEqual(['POST', '/templates'])
  expect(notices).toEqual(['success: Template saved Mine (copy)'])
  await until(() => texts('.card h2').join() === 'Newsletter,Mine (copy)')
})
