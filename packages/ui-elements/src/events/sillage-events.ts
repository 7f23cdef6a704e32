import type { Campaign, CampaignAction } from '@sillage/core/browser'

const bubbling = { bubbles: true, composed: true }

/** Somebody asks for the results of a campaign. Cancelable: prevent it to show them in your own way. */
export class SillageDetailsEvent extends Event {
  readonly campaignId: string
  constructor(campaignId: string) {
    super('sillage-details', { ...bubbling, cancelable: true })
    this.campaignId = campaignId
  }
}

/** What somebody wants to write: a new campaign, a copy, one to those who did not open an earlier one, or a change before it starts. */
export type ComposeMode = 'new' | 'duplicate' | 'follow-up' | 'edit'

/** Somebody wants to write a campaign. */
export class SillageComposeEvent extends Event {
  readonly mode: ComposeMode
  readonly campaignId: string | undefined
  constructor(mode: ComposeMode, campaignId?: string) {
    super('sillage-compose', { ...bubbling, cancelable: true })
    this.mode = mode
    this.campaignId = campaignId
  }
}

/** A campaign was created or changed in the composer. */
export class SillageSavedEvent extends Event {
  readonly campaign: Campaign
  readonly created: boolean
  constructor(campaign: Campaign, created: boolean) {
    super('sillage-saved', bubbling)
    this.campaign = campaign
    this.created = created
  }
}

/** Somebody paused, resumed, started, cancelled, retried or deleted a campaign, and the server did it. */
export class SillageActionEvent extends Event {
  readonly campaignId: string
  readonly action: CampaignAction | 'delete'
  constructor(campaignId: string, action: CampaignAction | 'delete') {
    super('sillage-action', bubbling)
    this.campaignId = campaignId
    this.action = action
  }
}

/** A dialog was closed by the person who looked at it. */
export class SillageCloseEvent extends Event {
  constructor() {
    super('sillage-close', bubbling)
  }
}

/** Who is to receive the campaign was changed by the person who writes it. */
export class SillageChoiceEvent extends Event {
  constructor() {
    super('sillage-choice')
  }
}

declare global {
  interface HTMLElementEventMap {
    'sillage-details': SillageDetailsEvent
    'sillage-compose': SillageComposeEvent
    'sillage-saved': SillageSavedEvent
    'sillage-action': SillageActionEvent
    'sillage-close': SillageCloseEvent
    'sillage-choice': SillageChoiceEvent
  }
}
