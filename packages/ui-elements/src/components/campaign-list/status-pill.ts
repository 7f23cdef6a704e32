import type { Campaign } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { ManagingWords } from '../../locales/managing-en.ts'

const looks: Record<Campaign['status'], string> = {
  draft: 'off',
  scheduled: 'off',
  sending: '',
  paused: 'warn',
  completed: 'ok',
  cancelled: 'off',
}

/**
 * The status of a campaign as text; a pause that no person made gives its reason and is red, as is one of which nothing
 * was sent.
 */
export function statusPill(
  campaign: Pick<Campaign, 'status' | 'pauseReason' | 'sent' | 'failed'>,
  words: ManagingWords,
): TemplateResult {
  const { status, pauseReason, sent, failed } = campaign
  if (status === 'completed' && sent === 0 && failed > 0)
    return html`<span class="pill bad" part="status"><span class="cut">${words.list.allFailed}</span></span>`
  const reason = status === 'paused' && pauseReason !== null ? words.pauses[pauseReason] : undefined
  const text = reason === undefined ? words.campaign[status] : words.list.pausedFor(reason)
  return html`<span class="pill ${reason === undefined ? looks[status] : 'bad'}" part="status"><span class="cut">${text}</span></span>`
}
