/** Why a connection is given up, by a code of our own. */
export class MailboxFault extends Error {
  readonly code: string

  constructor(code: string, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}

/** The code of an error, for logs: messages of servers and stores may hold addresses. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  if (Reflect.get(error, 'authenticationFailed') === true) return 'authentication_refused'
  if (Reflect.get(error, 'mailboxMissing') === true) return 'mailbox_missing'
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'unknown'
}
