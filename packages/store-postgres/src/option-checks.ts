import { expect } from '@sillage/core/store'

/** Where a server is. It may hold a password, so no message repeats it. */
export const connectionString = expect.secretText('a URL that begins with postgres://', (url) =>
  /^postgres(ql)?:\/\//.test(url),
)

/** What PostgreSQL does not cut: a longer name would be another one. */
export const nameOfPostgres = expect.text(
  'a name of 1 to 63 bytes',
  (name) => name !== '' && Buffer.byteLength(name) <= 63,
)

/** Exactly one of the two names the server. */
export function eitherOf(connectionString: string | undefined, pool: object | undefined): void {
  if ((connectionString === undefined) === (pool === undefined))
    expect.refuse('connectionString', 'either connectionString or pool', pool === undefined ? 'neither' : 'both')
}
