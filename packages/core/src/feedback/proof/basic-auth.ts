import { type Check, object, required, secretText, text } from '../../domain/expect/index.ts'
import { sameSecret } from './same-secret.ts'

/** A name and a password as they stand in the URL that a provider is given: `https://user:pass@…`. */
export interface BasicAuth {
  /** Without a colon. */
  user: string
  pass: string
}

/** For the option of that name. */
export const basicAuthCheck: Check<BasicAuth> = object<BasicAuth>({
  user: required(text('a name without a colon', (name) => name !== '' && !name.includes(':'))),
  pass: required(secretText('a password', (pass) => pass !== '')),
})

/** True where the header Authorization says exactly this, in UTF-8. */
export function isBasicAuth(header: string | undefined, { user, pass }: BasicAuth): boolean {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1] ?? ''
  return sameSecret(Buffer.from(encoded, 'base64').toString('utf8'), `${user}:${pass}`)
}

/** True where the header Authorization has this token. */
export const isBearer = (header: string | undefined, token: string): boolean =>
  sameSecret(/^bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '', token)
