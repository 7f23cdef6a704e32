// The parts of an open `<campaign-composer>`: one file, because each further file is a request and compresses worse.
export { composerView } from './campaign-composer/composer-view.ts'
export { SillagePreview } from './sillage-preview/sillage-preview.ts'
export { SillageRecipients } from './sillage-recipients/sillage-recipients.ts'
export { SillageTest } from './sillage-test/sillage-test.ts'
