import { type Check, refuse } from '../../domain/expect/index.ts'
import { isTransport, toTransport, transportOption } from './to-transport.ts'
import type { Transport } from './transport.ts'
import type { MailTransporter } from './transporter/mail-transporter.ts'

/** The transport of campaigns that name none. */
export const defaultTransport = 'default'

/** Transports by the names that campaigns choose them by. Those that choose none are sent by `default`. */
export interface NamedTransports {
  default: Transport | MailTransporter
  [name: string]: Transport | MailTransporter
}

type Given = Transport | MailTransporter | NamedTransports

const transportName = /^[a-zA-Z][\w-]{0,63}$/

export const nameOfTransport = 'a name of letters, digits, - and _ that begins with a letter'
/** True for a name that a transport may have. */
export const isTransportName = (name: string): boolean => transportName.test(name)

/** Checks the option `transport`: one, or several by name. */
export const transportsOption: Check<Given> = (value, path) => {
  if (typeof value !== 'object' || value === null || isTransport(value) || !('default' in value))
    return transportOption(value, path)
  for (const [name, one] of Object.entries(value)) {
    if (!isTransportName(name)) refuse(path, nameOfTransport, JSON.stringify(name.slice(0, 80)))
    transportOption(one, `${path}.${name}`)
  }
  return value as NamedTransports
}

/** The transports of this process by name; none without the option. */
export function transportsOf(given: Given | undefined): Map<string, Transport> {
  if (given === undefined) return new Map()
  const named: Record<string, Transport | MailTransporter> = isTransport(given) ? { [defaultTransport]: given } : given
  return new Map(Object.entries(named).map(([name, one]) => [name, toTransport(one)]))
}
