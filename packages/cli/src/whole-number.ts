import { InvalidArgumentError } from 'commander'

/** Reads the value of an option that counts something. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Expected a whole number.')
  return number
}
