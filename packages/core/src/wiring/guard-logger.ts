import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'

/**
 * The host's logger, made so that its faults affect nothing: it is called where something went wrong already, and its
 * own failure cannot be reported anywhere.
 */
export function guardLogger(logger: Logger): Logger {
  const level = (name: keyof Logger) => (details: object, text: string) =>
    callHost(
      () => logger[name](details, text),
      () => {},
    )
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}
