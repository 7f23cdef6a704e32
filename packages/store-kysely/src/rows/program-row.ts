import type { ProgramStats } from '@sillage/core'

/** What is stored of a program of a campaign. */
export const programRow = (campaignId: number, { name, device, opens, clicks }: ProgramStats) => ({
  campaign_id: campaignId,
  program: name,
  device,
  opens: opens.total,
  clicks: clicks.total,
  machine_opens: opens.machine,
  machine_clicks: clicks.machine,
})
