import { ratio } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ManagingWords } from '../../locales/managing-en.ts'
import { holdUp } from '../../wake/hold-up.ts'
import { wake } from '../../wake/wake.ts'
import { type LiveCampaign, wakeCaption } from '../../wake/wake-caption.ts'
import { isRowPress } from '../is-row-press.ts'
import type { MenuItem } from '../sillage-menu/sillage-menu.ts'
import { statusPill } from './status-pill.ts'

/** What can be done with a campaign of the list. */
export interface RowActions {
  details(campaign: LiveCampaign): void
  edit(campaign: LiveCampaign): void
  duplicate(campaign: LiveCampaign): void
  followUp(campaign: LiveCampaign): void
  start(campaign: LiveCampaign): void
  pause(campaign: LiveCampaign): void
  resume(campaign: LiveCampaign): void
  cancel(campaign: LiveCampaign): void
  remove(campaign: LiveCampaign): void
}

export function campaignRow(
  campaign: LiveCampaign,
  busy: boolean,
  words: ManagingWords,
  format: Format,
  actions: RowActions,
): TemplateResult {
  const { total, sent, failed, status } = campaign
  const name = campaign.name === '' ? words.common.unnamed : campaign.name
  const bar = {
    total,
    sent,
    failed,
    opened: campaign.opens.unique,
    clicked: campaign.clicks.unique,
    live: status === 'sending',
  }
  const waiting = status === 'draft' || status === 'scheduled'
  return html`<li class="item num" part="item" aria-busy=${busy} @click=${(event: Event) => isRowPress(event) && (waiting ? actions.edit(campaign) : actions.details(campaign))}>
    <div class="name"><bdi>${name}</bdi></div>
    <div class="second small muted wrap">${secondLine(campaign, words, format)}</div>
    <div class="line">
      ${waiting ? nothing : html`${rate(campaign, words, format)}<div class="grow">${wake(bar, words, format)}<div class="tiny">${wakeCaption(campaign, words, format)}</div></div>`}
    </div>
    <div class="state">${statusPill(campaign, words)}</div>
    <div class="actions">
      ${mainAction(campaign, busy, words, actions)}
      ${
        waiting
          ? nothing
          : html`<button type="button" class="quiet compact" aria-label=${words.list.detailsOf(name)} @click=${() => actions.details(campaign)}>
              ${words.list.details}
            </button>`
      }
      <sillage-menu .label=${words.list.actions(name)} .items=${menu(campaign, words, actions)}></sillage-menu>
    </div>
  </li>`
}

/** The figure people look for first. */
function rate({ sent, opens }: LiveCampaign, words: ManagingWords, format: Format) {
  if (sent === 0 || opens.tracked === 0) return nothing
  return html`<div class="figure" title=${words.stats.openRate}>${format.percent(ratio(opens.unique, opens.tracked), 0)}</div>`
}

function mainAction(campaign: LiveCampaign, busy: boolean, words: ManagingWords, actions: RowActions) {
  const button = (label: string, act: () => void) =>
    html`<button type="button" class="compact" aria-disabled=${busy} @click=${act}>${label}</button>`
  switch (campaign.status) {
    case 'sending':
      return button(words.list.pause, () => actions.pause(campaign))
    case 'paused':
      return button(words.list.resume, () => actions.resume(campaign))
    case 'draft':
    case 'scheduled':
      return button(words.list.edit, () => actions.edit(campaign))
    default:
      return nothing
  }
}

function menu(campaign: LiveCampaign, words: ManagingWords, actions: RowActions): MenuItem[] {
  const { list } = words
  const waiting = campaign.status === 'draft' || campaign.status === 'scheduled'
  const over = campaign.status === 'completed' || campaign.status === 'cancelled'
  return [
    // The first has the focus when the menu opens, so it is never one that sends.
    ...(waiting ? [{ label: list.details, act: () => actions.details(campaign) }] : []),
    ...(waiting && campaign.total > 0 ? [{ label: list.start, act: () => actions.start(campaign) }] : []),
    ...(campaign.status === 'paused' ? [{ label: list.edit, act: () => actions.edit(campaign) }] : []),
    { label: list.duplicate, act: () => actions.duplicate(campaign) },
    ...(over && campaign.sent > campaign.opens.unique
      ? [{ label: list.followUp, act: () => actions.followUp(campaign) }]
      : []),
    ...(over ? [] : [{ label: list.stop, danger: true, act: () => actions.cancel(campaign) }]),
    { label: list.remove, danger: true, act: () => actions.remove(campaign) },
  ]
}

function secondLine(campaign: LiveCampaign, words: ManagingWords, format: Format): string {
  const { list } = words
  const total = format.number(campaign.total)
  const done = format.number(campaign.total - campaign.queued)
  const reason = (code: string | null | undefined) => (words.errors as Record<string, string>)[code ?? '']
  switch (campaign.status) {
    case 'draft':
      return list.draftOf(total)
    case 'scheduled':
      return list.scheduledFor(format.dateTime(campaign.scheduledAt ?? campaign.createdAt), total)
    case 'sending':
      return holdUp(campaign, words, format) ?? list.sendingOf(done, total)
    case 'paused':
      return reason(campaign.pauseReason) ?? words.progress.done(done, total)
    case 'cancelled':
      return list.cancelledAt(
        format.dateTime(campaign.finishedAt ?? campaign.createdAt),
        format.number(campaign.sent),
        total,
      )
    case 'completed':
      return list.sentAt(
        format.dateTime(campaign.startedAt ?? campaign.finishedAt ?? campaign.createdAt),
        format.number(campaign.sent),
      )
  }
}
