import type { CampaignInput } from '@sillage/core/browser'
import { documentOfText } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { openComposer, send, write } from '../../../test/support/compose.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { one, settled, type, until } from '../../../test/support/mount.ts'
import { writingEn as words } from '../../locales/writing-en.ts'
import { namedText } from './named-fields.ts'

const fields = ['name', 'company', 'city']

test.each([
  ['Hello {{name}} of {{company}}', 'Hello [Name] of [Company]'],
  ['{{ name }} and {{{city}}}', '[Name] and [city]'],
  // One name stands for one tag, and what was written in brackets is no tag.
  ['{{name}} {{{name}}}', '[Name] {{{name}}}'],
  ['[Name] {{name}}', '[Name] {{name}}'],
  ['{{#vip}}$& {{unknown.field}}{{/vip}}', '{{#vip}}$& [unknown.field]{{/vip}}'],
])('%j is shown as %j, and written back as it was', (text, shown) => {
  const named = namedText(text, { fields, words })
  expect(named.shown).toBe(shown)
  expect(named.tagged(shown)).toBe(text)
})

test('a name that is typed becomes its field', () => {
  expect(namedText('Dear ', { fields, words }).tagged('Dear [Name] of [city] [no field]')).toBe(
    'Dear {{name}} of {{city}} [no field]',
  )
})

test('subject, preheader and plain words show no braces, and the mail has the fields', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  type(one<HTMLInputElement>('#subject'), 'News for {{company}}')
  type(one<HTMLInputElement>('#preheader'), 'Dear [Name]')
  type(one<HTMLTextAreaElement>('textarea#content'), 'Dear {{name}}, hello.')
  await settled()
  expect(one<HTMLInputElement>('#subject').value).toBe('News for [Company]')
  expect(one<HTMLInputElement>('#preheader').value).toBe('Dear [Name]')
  expect(one<HTMLTextAreaElement>('textarea#content').value).toBe('Dear [Name], hello.')
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  const sent = server.asked('createCampaign')[0]?.body as CampaignInput
  expect([sent.subject, sent.preheader]).toEqual(['News for {{company}}', 'Dear {{name}}'])
  expect(sent.document).toMatchObject(documentOfText('Dear {{name}}, hello.'))
})

test('deleting into a name takes all of it, and nothing is written into one', async () => {
  const server = createFakeServer()
  await openComposer(server)
  const subject = one<HTMLInputElement>('#subject')
  type(subject, 'For {{name}} now')
  await settled()
  const edit = (at: number, inputType: string) => {
    subject.setSelectionRange(at, at)
    subject.dispatchEvent(new InputEvent('beforeinput', { inputType, bubbles: true, cancelable: true }))
    return [subject.selectionStart, subject.selectionEnd]
  }
  expect(subject.value).toBe('For [Name] now')
  expect(edit(10, 'deleteContentBackward')).toEqual([4, 10])
  expect(edit(4, 'deleteContentForward')).toEqual([4, 10])
  expect(edit(7, 'deleteContentBackward')).toEqual([4, 10])
  expect(edit(7, 'insertText')).toEqual([10, 10])
  expect(edit(4, 'insertText')).toEqual([4, 4])
  expect(edit(2, 'deleteContentBackward')).toEqual([2, 2])
})
