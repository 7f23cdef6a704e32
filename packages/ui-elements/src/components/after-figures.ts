// The part of `<campaign-stats>` after the figures: one file, because each further file is a request and compresses
// worse.
export { exportCsv } from './campaign-stats/export-csv.ts'
export { fillTimeline } from './campaign-stats/fill-timeline.ts'
export { usualRates } from './campaign-stats/usual-rates.ts'
export { SillageEvents } from './sillage-events/sillage-events.ts'
export { SillageMessages } from './sillage-messages/sillage-messages.ts'
export { SillagePace } from './sillage-pace/sillage-pace.ts'
export { SillageTimeline } from './sillage-timeline/sillage-timeline.ts'
