import type { ServerReport, Transport } from '@sillage/core'
import { type Check, type Found, fault, ok, skipped, warning } from './check.ts'
import { isLocalHost } from './local-host.ts'

const timeoutMs = 30_000
const oldTls = /^(?:SSL|TLSv1(?:\.1)?$)/

/** Whether each mail server is there, encrypts, and takes the login; no mail is sent. */
export const smtp: Check = async ({ transports }) => {
  if (transports.size === 0) return [skipped('This process has no transport, and sends nothing.')]
  const all = await Promise.all([...transports].map(([name, transport]) => ofTransport(name, transport)))
  return all.flat()
}

async function ofTransport(name: string, transport: Transport): Promise<Found[]> {
  if (transport.examine !== undefined) return (await transport.examine({ timeoutMs })).map(ofServer)
  const failure = await transport.verify({ timeoutMs })
  const server = transport.server ?? `The transport ${name}`
  return [failure === undefined ? ok(`${server} is ready.`) : failed(server, failure)]
}

function ofServer({ name, failure, tls, loggedIn }: ServerReport): Found {
  if (failure !== undefined) return failed(name, failure)
  const login = loggedIn ? ', and takes the login' : ''
  if (tls === undefined && isLocalHost(name.replace(/:\d+(?: \(\d+\))?$/, ''))) return ok(`${name} is there${login}.`)
  if (tls === undefined)
    return warning(
      `${name} takes mails${loggedIn ? ' and the password' : ''} in plain text.`,
      'Use a server that offers STARTTLS, or port 465 with `secure: true`; `requireTLS: true` insists.',
    )
  if (oldTls.test(tls))
    return warning(`${name} encrypts by ${tls}, which is broken.`, 'Ask its operator for TLS 1.2 or 1.3.')
  return ok(`${name} encrypts by ${tls}${login}.`)
}

type Failure = NonNullable<ServerReport['failure']>

function failed(name: string, failure: Failure): Found {
  const said = failure.text.trim().split('\n', 1)[0] ?? ''
  if (failure.stage === 'auth')
    return fault(`${name} refuses the login: ${said}`, 'Check user and password of the transport.')
  if (failure.stage === 'tls')
    return fault(
      `${name} cannot be encrypted to: ${said}`,
      'Name the server as its certificate does, and let the certificate be renewed where it has ended.',
    )
  if (failure.kind === 'refused')
    return fault(`${name} refuses this machine: ${said}`, 'Ask its operator whether this address may send.')
  return fault(
    `${name} cannot be reached: ${said}`,
    'Check host and port of the transport, and whether the network lets connections out on that port.',
  )
}
