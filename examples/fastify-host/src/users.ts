import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** The host's own users, each of an agency. A real host has a table of them. */
interface User {
  name: string
  agency: string
  salt: Buffer
  hash: Buffer
}

const users = [userWith('claire', 'correct horse', 'brest'), userWith('bob', 'battery staple', 'nantes')]

function userWith(name: string, password: string, agency: string): User {
  const salt = randomBytes(16)
  return { name, agency, salt, hash: scryptSync(password, salt, 32) }
}

/** The user with this name and password; undefined when there is none. */
export function logIn(name: unknown, password: unknown): User | undefined {
  const user = users.find((known) => known.name === name)
  if (user === undefined || typeof password !== 'string') return undefined
  return timingSafeEqual(scryptSync(password, user.salt, 32), user.hash) ? user : undefined
}
