import { createHmac } from 'node:crypto'

/**
 * The Message-ID of a message, without angle brackets: the same on every attempt, so that a mail that was accepted twice can be told to be one.
 * Made from the campaign's seed and the message's id; nothing of either can be read from it. `domain` is that of From.
 */
export function messageIdFor(seed: string, messageId: number, domain: string): string {
  return `${createHmac('sha256', seed).update(String(messageId)).digest('hex').slice(0, 40)}@${domain}`
}
