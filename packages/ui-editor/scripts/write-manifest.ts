import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestOf } from '../../ui-elements/scripts/manifest.ts'

const folder = join(import.meta.dirname, '..')
writeFileSync(join(folder, 'dist/custom-elements.json'), `${JSON.stringify(manifestOf(folder), undefined, 2)}\n`)
