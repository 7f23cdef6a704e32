import { TLSSocket } from 'node:tls'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SendOptions, ServerReport } from '../transport.ts'
import { logIn } from './smtp-login.ts'
import type { SmtpSettings } from './smtp-options.ts'

/** How long a server may take to answer QUIT. */
const quitMs = 1_000

/** Connects as for a message, beside the pool, so that what is said is of a connection that was made now. */
export async function examineServer(
  name: string,
  settings: SmtpSettings,
  { signal, timeoutMs = settings.sendTimeout }: SendOptions,
): Promise<ServerReport> {
  const login = logIn(settings.connection, settings.auth?.(), () => {})
  const timer = setTimeout(login.cut, timeoutMs, `No answer within ${timeoutMs} ms.`)
  const abort = () => login.cut('The examination was given up.')
  if (signal?.aborted === true) abort()
  signal?.addEventListener('abort', abort, { once: true })
  const connection = await login.ready
  clearTimeout(timer)
  signal?.removeEventListener('abort', abort)
  if ('kind' in connection) return { name, failure: connection, tls: undefined, loggedIn: false }
  const socket = connection._socket
  const tls = socket instanceof TLSSocket ? (socket.getProtocol() ?? undefined) : undefined
  const report = { name, failure: undefined, tls, loggedIn: connection.authenticated }
  leave(connection)
  return report
}

function leave(connection: SMTPConnection): void {
  connection.quit()
  setTimeout(() => connection.close(), quitMs).unref()
}
