import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** The host's own users. A real host has a table of them. */
interface User {
  name: string
  maySend: boolean
  salt: Buffer
  hash: Buffer
}

const users = [userWith('claire', 'correct horse', true), userWith('bob', 'battery staple', false)]

function userWith(name: string, password: string, maySend: boolean): User {
  const salt = randomBytes(16)
  return { name, maySend, salt, hash: scryptSync(password, salt, 32) }
}

/** The user with this name and password; undefined when there is none. */
export function logIn(name: unknown, password: unknown): User | undefined {
  const user = users.find((known) => known.name === name)
  if (user === undefined || typeof password !== 'string') return undefined
  return timingSafeEqual(scryptSync(password, user.salt, 32), user.hash) ? user : undefined
}

export const mayManage = (name: string | undefined): boolean =>
  users.find((user) => user.name === name)?.maySend ?? false
