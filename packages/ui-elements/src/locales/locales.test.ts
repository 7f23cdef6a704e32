import {
  errorStatus,
  eventKinds,
  failureKinds,
  messageStatuses,
  SillageError,
  verdicts,
  warningCodes,
} from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { emptyDraft } from '../components/sillage-composer/draft.ts'
import { problemsOf } from '../components/sillage-composer/problems.ts'
import { warningText } from '../components/sillage-preview/warning-text.ts'
import { formatFor } from '../format/format.ts'
import { en, type Locale } from './en.ts'
import { fr } from './fr.ts'
import { addLocale, loadLocale, localeOf } from './load-locale.ts'

test.each([
  ['en', en],
  ['fr', fr],
])('%s has a text for every code of the contract', (_, words) => {
  for (const code of Object.keys(errorStatus) as (keyof typeof errorStatus)[])
    expect(words.errors[code]).toMatch(/\p{L}{3}/u)
  for (const kind of failureKinds) expect(words.failure[kind]).not.toBe('')
  for (const status of messageStatuses) expect(words.message[status]).not.toBe('')
  for (const type of eventKinds) expect(words.event[type]).not.toBe('')
  for (const verdict of verdicts) expect(words.verdict[verdict]).not.toBe('')
  for (const code of warningCodes) expect(words.warning[code]('2', 'field', 's')).toMatch(/\p{L}{3}/u)
})

test('both languages have the same texts with the same arguments', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value
  expect(shape(fr)).toEqual(shape(en))
})

test('singular and plural follow the language', () => {
  expect([en.list.failures('0', 0), en.list.failures('1', 1)]).toEqual(['0 failures', '1 failure'])
  expect([fr.list.failures('0', 0), fr.list.failures('2', 2)]).toEqual(['0 échec', '2 échecs'])
  expect(warningText({ code: 'relative_link', message: 'x', count: 2 }, fr, formatFor('fr', fr.common.units))).toBe(
    '2 liens relatifs ne marcheront pas et ne seront pas suivis.',
  )
})

test('an unknown warning is shown with the message of the server', () => {
  const warning = { code: 'from_the_future' as 'relative_link', message: 'Look at the footer.' }
  expect(warningText(warning, en, formatFor('en', en.common.units))).toBe('Look at the footer.')
})

test.each([
  ['recipients[3].email', 'recipients'],
  ['html', 'content'],
  ['scheduledAt', 'scheduledAt'],
  ['limits.perDay', 'limits'],
  ['headers', 'form'],
])('a refusal of %s is shown at %s', (field, place) => {
  const problems = problemsOf(new SillageError('invalid_field', '', { field }), en, emptyDraft)
  expect(Object.keys(problems)).toEqual([place])
})

test('a refusal of several fields is shown at each of them', () => {
  const issues = [
    { field: 'subject', message: 'expected text' },
    { field: 'limits.perDay', message: 'expected a number' },
    { field: 'limits.perHour', message: 'expected a whole number' },
    { field: 'headers', message: 'expected an object' },
  ]
  const error = new SillageError('invalid_field', 'subject: expected text', {
    field: 'subject',
    details: { issues },
  })
  expect(problemsOf(error, en, emptyDraft)).toEqual({
    subject: `${en.errors.invalid_field} (subject: expected text)`,
    limits: `${en.errors.invalid_field} (limits.perDay: expected a number)`,
    form: `${en.errors.invalid_field} (headers: expected an object) (headers)`,
  })
})

test.each([
  [0, '0 s', '0 s'],
  [8_249, '8.2 s', '8,2 s'],
  [91_000, '1 min 31 s', '1 min 31 s'],
  [3_600_000, '1 h', '1 h'],
  [273_600_000, '3 d 4 h', '3 j 4 h'],
])('%i ms is %s in English and %s in French', (ms, english, french) => {
  expect(formatFor('en', en.common.units).duration(ms).replaceAll('\u00a0', ' ')).toBe(english)
  expect(formatFor('fr', fr.common.units).duration(ms).replaceAll('\u00a0', ' ')).toBe(french)
})

test('another language is one object, on pages that are drawn already too', async () => {
  const german: Locale = { ...en, list: { ...en.list, title: 'Kampagnen', create: 'Neue Kampagne' } }
  const { mount, said, until } = await import('../../test/support/mount.ts')
  const { createFakeServer } = await import('../../test/support/fake-server.ts')
  await mount('campaign-manager', createFakeServer().context(), { lang: 'de-AT' })
  await until(() => said().includes('New campaign'))
  addLocale('de', async () => german)
  await until(() => said().includes('Neue Kampagne'))
  expect(said()).not.toContain('Campaigns New campaign')
})

test.each([
  [
    'throws',
    () => {
      throw new Error('of the host')
    },
  ],
  ['rejects', () => Promise.reject(new Error('of the host'))],
  [
    'answers with a thenable that rejects',
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    () => ({ then: (_: unknown, no: (error: Error) => void) => no(new Error('of the host')) }),
  ],
])('a language whose loader %s leaves English', async (how, load) => {
  const language = `x${how.length}`
  addLocale(language, load as never)
  const pending = loadLocale(language)
  expect(pending).toBeInstanceOf(Promise)
  await pending
  expect(localeOf(language)).toBeUndefined()
})
