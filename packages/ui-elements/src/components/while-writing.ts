// What `<campaign-composer>` shows once it is open: one file, because every file more is a request and packs worse.
export { composerView } from './campaign-composer/composer-view.ts'
export { SillagePreview } from './sillage-preview/sillage-preview.ts'
export { SillageRecipients } from './sillage-recipients/sillage-recipients.ts'
export { SillageTest } from './sillage-test/sillage-test.ts'
