/** A time as a program gives it: a `Date`, or ISO 8601 with its offset (`2026-12-01T08:30:00Z`). Answers are text. */
export type When = Date | string

/** Milliseconds since the epoch, of a time that was checked. */
export const msOf = (when: When): number => (when instanceof Date ? when.getTime() : Date.parse(when))
