// The composer and its parts: one file, because each further file is a request and compresses worse.
export { SillageComposer } from './sillage-composer/sillage-composer.ts'
