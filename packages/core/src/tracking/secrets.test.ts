import { expect, it } from 'vitest'
import { secretsOption } from './tokens.ts'

it('takes secrets of 16 characters, the shortest, and none that are shorter', () => {
  const shortest = 'x'.repeat(16)
  expect(secretsOption([shortest], 'secrets')).toEqual([shortest])
  expect(() => secretsOption([shortest, 'x'.repeat(15)], 'secrets')).toThrow(
    'secrets[1]: expected a string of at least 16 characters, as generateSecret() makes, got one of 15',
  )
})
