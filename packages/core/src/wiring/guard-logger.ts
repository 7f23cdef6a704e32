import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'
import { cutDetails } from '../kit/cut-details.ts'

/**
 * The host's logger, made so that its faults affect nothing: it is called where something went wrong already, and its
 * own failure cannot be reported anywhere. It is given no address, whatever a server, a driver or a function of the
 * host wrote into an error.
 */
export function guardLogger(logger: Logger): Logger {
  const level = (name: keyof Logger) => (details: object, text: string) =>
    callHost(
      () => logger[name](withoutAddresses(details), text),
      () => {},
    )
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}

/** What cannot be read, as an object of the host whose fields throw, is not worth losing the line. */
function withoutAddresses(details: object): object {
  try {
    return cutDetails(details)
  } catch {
    return {}
  }
}
