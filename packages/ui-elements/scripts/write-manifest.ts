// Writes what tools read of the elements of the package in whose folder it is started.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestOf } from './manifest.ts'
import { cssDataOf, htmlDataOf } from './vscode-data.ts'
import { webTypesOf } from './web-types.ts'

const folder = process.cwd()
const manifest = manifestOf(folder)
const files = {
  'custom-elements.json': manifest,
  'web-types.json': webTypesOf(manifest, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))),
  'vscode.html-custom-data.json': htmlDataOf(manifest),
  'vscode.css-custom-data.json': cssDataOf(manifest),
}
for (const [name, content] of Object.entries(files))
  writeFileSync(join(folder, 'dist', name), `${JSON.stringify(content, undefined, 2)}\n`)
