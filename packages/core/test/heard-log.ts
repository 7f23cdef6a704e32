import type { Logger } from '../src/domain/logger.ts'

export interface LogLine {
  level: string
  text: string
  details: object
}

/** A logger and the lines that were logged, but for details of single requests. */
export function heardLog() {
  const lines: LogLine[] = []
  const at = (level: string) => (details: object, text: string) => void lines.push({ level, text, details })
  const logger: Logger = { debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') }
  return { logger, lines }
}
