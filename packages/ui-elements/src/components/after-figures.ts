// What comes after the figures of `<campaign-stats>`: one file, because every file more is a request and packs worse.
export { SillageEvents } from './sillage-events/sillage-events.ts'
export { SillageTimeline } from './sillage-timeline/sillage-timeline.ts'
