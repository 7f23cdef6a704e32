import { inspect } from 'node:util'
import { SillageError } from '@sillage/core/store'
import { describe, expect, test } from 'vitest'
import { isConflict, isConnectionLost, isForgotten, isStale, sillageErrorOf } from './postgres-errors.ts'

/** What is done about an error before a caller has it. */
type Handling = 'again' | 'again without prepared statements, now' | 'the same, from now on' | 'nothing'

function handlingOf(error: unknown): Handling {
  if (isForgotten(error)) return 'the same, from now on'
  if (isStale(error)) return 'again without prepared statements, now'
  return isConflict(error) || isConnectionLost(error) ? 'again' : 'nothing'
}

const table: [state: string, message: string, handling: Handling, code: string, words: RegExp][] = [
  ['42501', 'permission denied for table email_links', 'nothing', 'store_unavailable', /table email_links.*grant them/],
  ['26000', 'prepared statement "s" does not exist', 'the same, from now on', 'store_unavailable', /session or trans/],
  ['42P05', 'prepared statement "s" already exists', 'the same, from now on', 'store_unavailable', /session or trans/],
  [
    '0A000',
    'cached plan must not change result type',
    'again without prepared statements, now',
    'store_unavailable',
    /PostgreSQL 14 or later/,
  ],
  ['25P04', 'terminating connection due to transaction timeout', 'again', 'store_unavailable', /transaction_timeout/],
  ['25P03', 'terminating connection due to idle-in-tra…', 'again', 'store_unavailable', /cannot be reached/],
  ['08P01', 'unsupported startup parameter: options', 'again', 'store_unavailable', /words in the cause/],
  ['57P01', 'terminating connection due to adminis…', 'again', 'store_unavailable', /cannot be reached/],
  ['53300', 'sorry, too many clients already', 'again', 'store_unavailable', /no resources left/],
  ['40P01', 'deadlock detected', 'again', 'store_unavailable', /Other transactions/],
  ['25006', 'cannot execute INSERT in a read-only tr…', 'nothing', 'store_unavailable', /connect to the primary/],
  ['57014', 'canceling statement due to statement t…', 'nothing', 'store_unavailable', /statement_timeout/],
  ['53100', 'could not extend file', 'nothing', 'store_unavailable', /free some space/],
  ['28P01', 'password authentication failed', 'nothing', 'store_unavailable', /check user, password/],
  ['23505', 'duplicate key value violates', 'nothing', 'duplicate', /exists already/],
  ['23514', 'violates check constraint', 'nothing', 'store_refused', /refuses a value/],
  ['42P01', 'relation "email_links" does not exist', 'nothing', 'not_migrated', /call migrate\(\)/],
]

describe('what becomes of the errors of PostgreSQL', () => {
  test.each(table)('%s, %s: is tried %s, then %s', (state, message, handling, code, words) => {
    const error = Object.assign(new Error(message), { code: state })
    expect(handlingOf(error)).toBe(handling)
    const told = sillageErrorOf(error)
    expect(told).toBeInstanceOf(SillageError)
    expect(told).toMatchObject({ code, message: expect.stringMatching(words), cause: { message, code: state } })
  })

  test('of a value that is refused nothing is repeated, neither that value nor its row', () => {
    const message = 'invalid input syntax for type bigint: "zoe@example.org"'
    const detail = 'Failing row contains (1, zoe@example.org, Zoe).'
    const told = sillageErrorOf(Object.assign(new Error(message), { code: '22P02', detail, column: 'email' }))
    expect(told).toMatchObject({ cause: { message: 'invalid input syntax for type bigint', column: 'email' } })
    expect(inspect(told, { depth: 9, showHidden: true })).not.toMatch(/zoe/i)
  })
})
