import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { cutDetails } from './cut-details.ts'

class DriverError extends Error {
  readonly code = '23505'
  readonly constraint = 'email_contacts_email'
  readonly detail = 'Key (owner, email_key)=(, zoe@example.org) already exists; row of Zoe'
  readonly where = 'Zoe'
}

const whole = (value: object): string => inspect(value, { depth: 20, showHidden: true })

it('texts are cut at any depth, and everything else stays', () => {
  const at = new Date(0)
  const details = {
    campaignId: 1,
    at,
    on: true,
    nothing: null,
    to: ['zoe@example.org'],
    deep: { said: '<zoe@example.org>' },
  }
  expect(cutDetails(details)).toEqual({ ...details, to: ['…@example.org'], deep: { said: '<…@example.org>' } })
  expect(details.to).toEqual(['zoe@example.org'])
})

it('errors stay errors of their class, without addresses and rows of a database, and so do their causes', () => {
  const cause = new DriverError('zoe@example.org is there')
  const error = new TypeError('zoe@example.org failed', { cause })
  const errors = new AggregateError([cause], 'of zoe@example.org')
  const cut = cutDetails({ err: error, errors }) as { err: TypeError & { cause: DriverError }; errors: AggregateError }
  expect(cut.err).toBeInstanceOf(TypeError)
  expect(cut.err.cause).toBeInstanceOf(DriverError)
  expect([cut.err.message, cut.err.cause.message]).toEqual(['…@example.org failed', '…@example.org is there'])
  expect(cut.err.cause).toMatchObject({ code: '23505', constraint: 'email_contacts_email' })
  expect(cut.err.stack?.split('\n')[1]).toBe(error.stack?.split('\n')[1])
  expect(whole(cut)).not.toMatch(/zoe/i)
  expect(whole(error)).toMatch(/row of Zoe/)
})

it('what is its own cause, and what is neither plain nor an error, is left out', () => {
  const error = new Error('zoe@example.org')
  error.cause = error
  const cut = cutDetails({ err: error, map: new Map([['zoe@example.org', 1]]), call: () => 'zoe@example.org' })
  expect(whole(cut)).not.toMatch(/zoe/)
})
