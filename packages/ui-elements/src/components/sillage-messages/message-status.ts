import type { MessageItem, MessageStatus } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { ReadingWords } from '../../locales/reading-en.ts'

const looks: Record<MessageStatus, string> = {
  queued: 'off',
  sending: 'off',
  sent: 'off',
  opened: '',
  clicked: 'ok',
  failed: 'bad',
  skipped: 'off',
  unknown: 'warn',
  bounced: 'bad',
  unsubscribed: 'warn',
  cancelled: 'off',
}

/** The status of one message, with the reason beside it where there is one. */
export function messageStatus(item: MessageItem, words: ReadingWords): TemplateResult {
  const why =
    item.error === null
      ? undefined
      : [item.error.enhancedCode, words.failure[item.error.kind]].filter(Boolean).join(' ')
  return html`<span class="pill ${looks[item.status]}">${words.message[item.status]}</span>${
    why === undefined ? nothing : html`<span class="tiny why cut" title=${why}>${why}</span>`
  }`
}
