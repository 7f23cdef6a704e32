import { SillageError } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { errorText } from './error-text.ts'

const words = {
  errors: {
    internal: 'Something went wrong.',
    signed_out: 'Sign in again.',
    not_found: 'It is gone.',
    invalid_field: 'A field is wrong.',
    invalid_template: 'The template is wrong.',
    unexpected_answer: 'An odd answer.',
  },
}
const odd = (signedOut: boolean) =>
  new SillageError('unexpected_answer', 'got HTML', { details: { status: 200, signedOut } as never })

test.each([
  ['no error of ours', new TypeError('x is undefined'), 'Something went wrong.'],
  ['nothing', undefined, 'Something went wrong.'],
  ['a login before the server', odd(true), 'Sign in again.'],
  ['another answer', odd(false), 'An odd answer.'],
  ['a code with a text', new SillageError('not_found', 'No campaign 7'), 'It is gone.'],
  ['a field', new SillageError('invalid_field', 'name: expected text'), 'A field is wrong. (name: expected text)'],
  ['a field without more', new SillageError('invalid_field', ''), 'A field is wrong.'],
  ['a template', new SillageError('invalid_template', 'line 3'), 'The template is wrong. (line 3)'],
  ['a code without a text', new SillageError('duplicate', 'There is one.'), 'There is one.'],
  ['a code without a text or message', new SillageError('duplicate', ''), 'Something went wrong.'],
])('of %s a person reads what can be said', (_, error, expected) => {
  expect(errorText(error, words)).toBe(expected)
})
