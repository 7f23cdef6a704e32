/**
 * Where the library logs: pino's shape, so that a pino instance is accepted as it is. Without one nothing is logged: a
 * library never prints by itself. Details hold ids, never an address or content.
 */
export interface Logger {
  /** Details of single requests and retries; much. */
  debug(details: object, text: string): void
  /** What an operator may want to know. */
  info(details: object, text: string): void
  /** What went wrong and is handled or repeated. */
  warn(details: object, text: string): void
  /** What went wrong and needs a person. */
  error(details: object, text: string): void
}

const nothing = () => {}
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
