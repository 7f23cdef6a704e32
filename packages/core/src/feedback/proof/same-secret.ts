import { createHash, timingSafeEqual } from 'node:crypto'

/** True for two equal texts, in a time that says nothing of where they differ, nor of how long the secret is. */
export const sameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
