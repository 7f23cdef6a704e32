export { type AttachLiveOptions, attachLive, sillageRouter } from './sillage-router.ts'
