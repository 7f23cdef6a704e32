/** An hour in milliseconds: the width of the timeline's buckets. */
export const HOUR_MS = 3_600_000
/** The beginning of the hour of UTC that a time lies in, in milliseconds; also for times before 1970. */
export const hourOf = (at: number): number => at - (((at % HOUR_MS) + HOUR_MS) % HOUR_MS)
