import type { Campaign, CampaignAction } from '@sillage/core/browser'

const bubbling = { bubbles: true, composed: true }

/**
 * `sillage-details`: the results of `campaignId` were requested. Fired by `<campaign-list>`, which shows nothing
 * itself; `<campaign-manager>` opens `<campaign-results>`, unless a listener on it or further out calls
 * `preventDefault()` to show them in its own way. Bubbles out of shadow roots.
 */
export class SillageDetailsEvent extends Event {
  readonly campaignId: string
  constructor(campaignId: string) {
    super('sillage-details', { ...bubbling, cancelable: true })
    this.campaignId = campaignId
  }
}

/**
 * What is to be written. `new`: an empty campaign, or the draft this browser tab kept. `duplicate`: a copy of a
 * campaign. `follow-up`: a copy to those of its recipients who neither opened nor clicked. `edit`: a change to one that
 * has not started. All but `new` need the id of a campaign. Of copies, too, the tab keeps an unsent draft, each
 * separately.
 */
export type ComposeMode = 'new' | 'duplicate' | 'follow-up' | 'edit'

/**
 * `sillage-compose`: the composer was requested, in the way `mode` says; `campaignId` is the one it begins with,
 * undefined for `new`. Fired by `<campaign-list>`, which has no composer, and by `<campaign-manager>`, which opens its
 * own unless a listener calls `preventDefault()`. A page with the list alone calls `show(mode, campaignId)` of its
 * `<campaign-composer>`. Bubbles out of shadow roots.
 */
export class SillageComposeEvent extends Event {
  readonly mode: ComposeMode
  readonly campaignId: string | undefined
  constructor(mode: ComposeMode, campaignId?: string) {
    super('sillage-compose', { ...bubbling, cancelable: true })
    this.mode = mode
    this.campaignId = campaignId
  }
}

/**
 * `sillage-saved`: the server accepted what was written in the composer. `campaign` is its answer; `created` is true
 * for a new campaign, which may be running already, and false for a change. Fired by `<campaign-composer>` after it
 * closed. Bubbles out of shadow roots.
 */
export class SillageSavedEvent extends Event {
  readonly campaign: Campaign
  readonly created: boolean
  constructor(campaign: Campaign, created: boolean) {
    super('sillage-saved', bubbling)
    this.campaign = campaign
    this.created = created
  }
}

/**
 * `sillage-action`: a person started, paused, resumed, cancelled, retried or deleted `campaignId`, and the server did
 * it. Fired by `<campaign-list>` and `<campaign-stats>` after its answer; a failure fires nothing and is shown by
 * `<campaign-toasts>`. Bubbles out of shadow roots.
 */
export class SillageActionEvent extends Event {
  readonly campaignId: string
  readonly action: CampaignAction | 'delete'
  constructor(campaignId: string, action: CampaignAction | 'delete') {
    super('sillage-action', bubbling)
    this.campaignId = campaignId
    this.action = action
  }
}

/**
 * `sillage-close`: the composer or the results were closed, by the person or because what was written is saved. It has
 * no data; `target` is the element. A new campaign or a copy that was not saved is kept as a draft; before a change of
 * a campaign is discarded, the person is asked. Bubbles out of shadow roots.
 */
export class SillageCloseEvent extends Event {
  constructor() {
    super('sillage-close', bubbling)
  }
}

/** The elements' own events by name; TypeScript has them in `HTMLElementEventMap` too. */
export interface SillageEventMap {
  'sillage-details': SillageDetailsEvent
  'sillage-compose': SillageComposeEvent
  'sillage-saved': SillageSavedEvent
  'sillage-action': SillageActionEvent
  'sillage-close': SillageCloseEvent
}

declare global {
  interface HTMLElementEventMap extends SillageEventMap {}
}
