import { SillageError } from '../../domain/errors.ts'

/**
 * So many steps a message may take: a field that is looked for in one scope, or an item of a list. An order of a
 * thousand lines with ten fields each takes 11,000. Sections inside sections multiply, so a few hundred bytes of
 * template could otherwise keep a process busy for ever.
 */
export const mostSteps = 100_000

/**
 * So many bytes of UTF-8 the data may make of a template, in subject, HTML and text together: values, and what sections
 * repeat. As long as the longest HTML an author may write by default, and ten times what Gmail shows of a mail. What
 * stands in the template once is not counted: its size has a limit of its own.
 */
export const mostOutputBytes = 1_000_000

/** The data a template sees while it is rendered for one message, and what rendering may still cost. */
export interface Scopes {
  /** Innermost last. */
  readonly stack: unknown[]
  stepsLeft: number
  bytesLeft: number
}

/** Scopes for one message, to be shared by all that is rendered of it. */
export function scopesOf(data: unknown): Scopes {
  return { stack: [data], stepsLeft: mostSteps, bytesLeft: mostOutputBytes }
}

/** Counts steps. Throws `invalid_template` beyond `mostSteps`. */
export function takeSteps(scopes: Scopes, steps: number): void {
  scopes.stepsLeft -= steps
  if (scopes.stepsLeft < 0)
    throw new SillageError(
      'invalid_template',
      `With this data the template takes more than ${mostSteps} steps; sections inside sections multiply: nest fewer, or shorten the lists`,
    )
}

/** Counts bytes that the data made. Throws `invalid_template` beyond `mostOutputBytes`. */
export function takeBytes(scopes: Scopes, bytes: number): void {
  scopes.bytesLeft -= bytes
  if (scopes.bytesLeft < 0)
    throw new SillageError(
      'invalid_template',
      `With this data the message grows by more than ${mostOutputBytes} bytes; shorten the lists or the texts in the data`,
    )
}

/** Whether what is rendered now may come again: it stands in a section that goes over a list. */
export function isRepeated({ stack }: Scopes): boolean {
  return stack.length > 1
}

/** Whether rendering was stopped because it went beyond what a message may cost. */
export function isSpent({ stepsLeft, bytesLeft }: Scopes): boolean {
  return stepsLeft < 0 || bytesLeft < 0
}
