import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'

/**
 * The host's logger, made so that it disturbs nothing: it is called where something went wrong already, and there is nowhere left to tell that it failed
 * itself.
 */
export function guardLogger(logger: Logger): Logger {
  const level = (name: keyof Logger) => (details: object, text: string) =>
    callHost(
      () => logger[name](details, text),
      () => {},
    )
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}
