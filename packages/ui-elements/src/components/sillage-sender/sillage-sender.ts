import type { OwnSender } from '@sillage/core/browser'
import { html } from 'lit'
import { type Refusal, SettingDialog } from '../setting-dialog.ts'
import { isAddress } from '../sillage-recipients/address-line.ts'

/** A sender as it is typed. */
export interface SenderForm {
  email: string
  name: string
}

export const emptySender: SenderForm = { email: '', name: '' }

export function senderOf({ email, name }: SenderForm): OwnSender {
  return { email: email.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }) }
}

/**
 * The dialog for one sender. Part of `<campaign-settings>`.
 *
 * @event sillage-changed - It was saved.
 */
export class SillageSender extends SettingDialog<SenderForm> {
  static override readonly tag = 'sillage-sender'

  constructor() {
    super(emptySender)
  }

  protected override get heading(): string {
    return this.words.settings.senders.title
  }

  protected override missing({ email }: SenderForm): Refusal | undefined {
    return isAddress(email.trim()) ? undefined : { field: 'email', text: this.words.settings.senders.needEmail }
  }

  protected override fields({ email, name }: SenderForm) {
    const text = this.words.settings.senders
    return html`<div class="part">
      ${this.line('email', text.email, email, (value) => this.set({ email: value }), { type: 'email' })}
      ${this.line('name', text.name, name, (value) => this.set({ name: value }), { hint: text.nameHint })}
    </div>`
  }
}
