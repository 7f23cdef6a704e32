import { createContext, runInContext } from 'node:vm'
import { expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import { type ErrorCode, type ErrorDetails, isSillageError, SillageError, type SillageErrorOptions } from './errors.ts'
import { parseInput } from './input/parse.ts'

it('an error of a second copy of the package is one, whatever its code', async () => {
  vi.resetModules()
  const copy = await import('./errors.ts')
  expect(copy.SillageError).not.toBe(SillageError)
  const error = new copy.SillageError('from_the_future' as ErrorCode, 'Newer than this copy.')
  expect(error).not.toBeInstanceOf(SillageError)
  expect(isSillageError(error)).toBe(true)
  expect(isSillageError(error, 'not_found')).toBe(false)
})

it.each([
  ['of another realm', runInContext("new Error('x')", createContext())],
  ['that only has the name and a code', Object.assign(new Error('x'), { name: 'SillageError', code: 'not_found' })],
  ['that is no object', 'not_found'],
  ['that is null', null],
])('what is thrown %s is none', (_, thrown) => expect(isSillageError(thrown)).toBe(false))

it('is recognised by its codes, and has their details by type', () => {
  const error: unknown = new SillageError('wrong_status', 'It is sending.', { details: { status: 'sending' } })
  expect(isSillageError(error, 'not_found', 'duplicate')).toBe(false)
  expect(isSillageError(error, 'not_found', 'wrong_status')).toBe(true)
  if (!isSillageError(error, 'wrong_status')) throw error
  expectTypeOf(error.details).toEqualTypeOf<ErrorDetails['wrong_status']>()
  expect(error.details.status).toBe('sending')
  if (isSillageError(error)) expectTypeOf(error.code).toEqualTypeOf<'wrong_status'>()
  const other: unknown = error
  if (isSillageError(other, 'not_found')) expectTypeOf(other.details).toEqualTypeOf<undefined>()
  // Details that cannot be made from the message must be given, and a code without any takes none.
  expectTypeOf<ConstructorParameters<typeof SillageError<'wrong_status'>>['length']>().toEqualTypeOf<3>()
  expectTypeOf<ConstructorParameters<typeof SillageError<'invalid_field'>>['length']>().toEqualTypeOf<2 | 3>()
  expectTypeOf<SillageErrorOptions<'not_found'>['details']>().toEqualTypeOf<undefined>()
  const general: SillageError = new SillageError('not_found', 'Gone.')
  expect(general.details).toBeUndefined()
})

it('answers code, message, field and details, and shows its mark nowhere', () => {
  const error = new SillageError('invalid_field', 'data: too deep', { field: 'data', cause: new Error('secret') })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    error: {
      code: 'invalid_field',
      message: 'data: too deep',
      field: 'data',
      details: { issues: [{ field: 'data', message: 'too deep' }] },
    },
  })
  expect(Object.getOwnPropertySymbols(error).filter((key) => Object.propertyIsEnumerable.call(error, key))).toEqual([])
  expect(new SillageError('not_found', 'Gone.').toJSON()).toEqual({ error: { code: 'not_found', message: 'Gone.' } })
})

const schema = z.strictObject({
  name: z.string({ error: 'expected text' }),
  limits: z.strictObject({ perDay: z.number({ error: 'expected a number' }) }),
  tags: z.array(z.string({ error: 'expected text' })).optional(),
})
const refusal = (input: unknown, at?: string): SillageError => {
  try {
    parseInput(schema, input, at)
  } catch (error) {
    if (isSillageError(error)) return error
  }
  throw new Error('expected a refusal')
}

it('all that is wrong with an input is named at once', () => {
  const error = refusal({ name: 5, limits: { perDay: 'x', perDya: 1 }, nmae: '', tags: [1] }, 'input')
  expect(error).toMatchObject({ code: 'invalid_field', field: 'input.name', message: 'input.name: expected text' })
  expect(error.details).toEqual({
    issues: [
      { field: 'input.name', message: 'expected text' },
      { field: 'input.limits.perDay', message: 'expected a number' },
      { field: 'input.limits.perDya', message: 'is not a field here; remove it or correct its spelling.' },
      { field: 'input.tags[0]', message: 'expected text' },
      { field: 'input.nmae', message: 'is not a field here; remove it or correct its spelling.' },
    ],
  })
})

it('lists 50 of thousands of faults, and the whole input as a field without a name', () => {
  const many = { name: 'x', limits: { perDay: 1 }, tags: Array.from({ length: 5_000 }, () => 1) }
  expect(refusal(many).details).toMatchObject({ issues: { length: 50 } })
  const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`x${n}`, 1]))
  expect(refusal({ ...unknown, name: 1 }).details).toMatchObject({ issues: { length: 50 } })
  expect(refusal(undefined).details).toMatchObject({ issues: [{ field: '' }] })
})
