import { escapeHtml } from '../../content/html/escape.ts'
import { unsubscribeReasons } from '../../domain/recipient.ts'
import type { Words } from './words/index.ts'

/** Asks why somebody leaves, and takes no answer for one too. */
export function reasonField({ reasons }: Words, label = reasons.label): string {
  const option = (value: string, words: string) => `<option value="${value}">${escapeHtml(words)}</option>`
  const options = unsubscribeReasons.map((reason) => option(reason, reasons[reason]))
  return `<label class="field">${escapeHtml(label)}<select name="reason">${option('', reasons.none)}${options.join('')}</select></label>`
}
