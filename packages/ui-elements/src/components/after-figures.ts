// The part of `<campaign-stats>` after the figures: one file, because each further file is a request and compresses
// worse.
export { countFigures } from './campaign-stats/count-figures.ts'
export { exportCsv } from './campaign-stats/export-csv.ts'
export { fillTimeline } from './campaign-stats/fill-timeline.ts'
export { usualRates } from './campaign-stats/usual-rates.ts'
export { SillageEvents } from './sillage-events/sillage-events.ts'
export { SillageHelp } from './sillage-help/sillage-help.ts'
export { SillageLinks } from './sillage-links/sillage-links.ts'
export { SillageMessages } from './sillage-messages/sillage-messages.ts'
export { SillagePace } from './sillage-pace/sillage-pace.ts'
export { SillagePrograms } from './sillage-programs/sillage-programs.ts'
export { SillageTimeline } from './sillage-timeline/sillage-timeline.ts'
