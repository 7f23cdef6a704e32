/**
 * The part of the core a web page may import: types, names and pure functions; nothing here needs Node.
 *
 * @module @sillage/core/browser
 */

export type * from './domain/attachment.ts'
export type * from './domain/campaign.ts'
export { actionAllowedFrom, campaignActions, campaignStatuses } from './domain/campaign.ts'
export type * from './domain/campaign-input.ts'
export type * from './domain/content.ts'
export type { Edit } from './domain/edit.ts'
export type * from './domain/errors.ts'
export { errorStatus, isSillageError, SillageError } from './domain/errors.ts'
export type * from './domain/event.ts'
export { eventKinds, verdicts } from './domain/event.ts'
export type * from './domain/live.ts'
export type * from './domain/message.ts'
export { failureKinds, messageSorts, messageStates, messageStatuses } from './domain/message.ts'
export type { OwnNames, RouteId, WireNames } from './domain/names.ts'
export { englishNames, frenchNames, namesOver } from './domain/names.ts'
export type * from './domain/outage.ts'
export type { Page, PageQuery } from './domain/page.ts'
export type * from './domain/recipient.ts'
export { suppressionReasons } from './domain/recipient.ts'
export type * from './domain/selection.ts'
export type { SendingHours, Weekday } from './domain/sending-hours.ts'
export type * from './domain/standard-schema.ts'
export type * from './domain/stats.ts'
export type * from './domain/stream.ts'
export type * from './domain/warning.ts'
export { warningCodes } from './domain/warning.ts'
export { columnOf } from './recipients/column-names.ts'
export { progress, rates, ratio } from './stats/rates.ts'
