import type { Contact } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { contacts } from '../../../test/support/fake-data.ts'
import { emptyForm, formOf, inputOf, patchOf, sameForm } from './contact-form.ts'

const [plain] = contacts(1) as [Contact]
const data = { city: 'Brest', level: 3, nothing: null, seats: ['a', 'b'], place: { row: 2 } }
const full: Contact = { ...plain, ref: 'c-7', tags: ['client', 'port'], data }

test('a contact is shown as text, and what it has not is empty', () => {
  expect(formOf(full)).toEqual({
    email: 'contact1@example.test',
    name: 'Amélie Fontaine',
    company: 'Atelier du Port',
    ref: 'c-7',
    tags: 'client, port',
    fields: [
      { name: 'city', value: 'Brest' },
      { name: 'level', value: '3' },
      { name: 'nothing', value: '' },
      { name: 'seats', value: '["a","b"]' },
      { name: 'place', value: '{"row":2}' },
    ],
  })
  expect(formOf({ ...plain, name: null, company: null })).toEqual({ ...emptyForm, email: plain.email })
})

test('a new contact has what was typed, without spaces around it and without what is empty', () => {
  const form = { ...emptyForm, email: ' zoe@port.example ' }
  expect(inputOf({ ...form, name: ' ', company: '\t', ref: '' })).toEqual({
    email: 'zoe@port.example',
    tags: [],
    data: {},
  })
  const fields = [
    { name: ' city ', value: ' Brest' },
    { name: '  ', value: 'x' },
    { name: 'level', value: '' },
  ]
  expect(inputOf({ ...form, name: ' Zoé ', company: ' Port ', ref: ' 9 ', tags: 'a, b ,a,, ', fields })).toEqual({
    email: 'zoe@port.example',
    name: 'Zoé',
    company: 'Port',
    ref: '9',
    tags: ['a', 'b'],
    data: { city: ' Brest', level: '' },
  })
})

test('only what was changed is written; what was emptied is null, and other values keep their types', () => {
  const form = formOf(full)
  expect(patchOf(form, full)).toEqual({})
  const spaced = { ...form, email: ` ${form.email}`, name: `${form.name} `, company: ` ${form.company}`, ref: 'c-7 ' }
  expect(patchOf(spaced, full)).toEqual({})
  expect(patchOf({ ...form, email: 'new@port.example' }, full)).toEqual({ email: 'new@port.example' })
  for (const field of ['name', 'company', 'ref'] as const) {
    expect(patchOf({ ...form, [field]: ' Other ' }, full)).toEqual({ [field]: 'Other' })
    expect(patchOf({ ...form, [field]: ' ' }, full)).toEqual({ [field]: null })
  }
  expect(patchOf({ ...form, tags: 'port' }, full)).toEqual({ tags: ['port'] })
  const changed = form.fields.map((one) => (one.name === 'city' ? { ...one, value: 'Nice' } : one))
  expect(patchOf({ ...form, fields: changed }, full)).toEqual({ data: { ...data, city: 'Nice' } })
  // No value of an object's own prototype is taken for one that was there before.
  const inherited = [{ name: 'toString', value: String(Object.prototype.toString) }]
  expect(patchOf({ ...form, fields: inherited }, full)).toEqual({ data: { toString: inherited[0]?.value } })
})

test('two forms are the same when all their texts are', () => {
  expect(sameForm(formOf(full), formOf({ ...full }))).toBe(true)
  expect(sameForm(formOf(full), { ...formOf(full), fields: [] })).toBe(false)
  expect(sameForm(emptyForm, { ...emptyForm, email: ' ' })).toBe(false)
})
