import { existsSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { type Document, root } from './documents.ts'

/** READMEs of packages are read where the rest of the repository is not, and link to it by its address. */
const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { repository: string }
const ours = new RegExp(`^${repository}/(?:blob|tree)/main/`)

/** Pages that are read in `node_modules`, too. */
const shipped = /^packages\/[^/]+\/[A-Z]+\.md$/

/** Links of the documents to files and headings that are not there. */
export function checkLinks(documents: readonly Document[]): string[] {
  const faults: string[] = []
  const anchors = new Map(documents.map(({ path, text }) => [path, headingsOf(text)]))
  for (const { path, text } of documents) {
    for (const [, target = ''] of withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)) {
      const named = ours.test(target)
      if (!named && /^https:.*\/(?:blob|tree)\/main\//.test(target))
        faults.push(`${path}: ${target} is not below ${repository}, the address in package.json`)
      if (!named && /^[a-z]+:/i.test(target)) continue
      const [file = '', anchor] = target.replace(ours, '').split('#')
      if (shipped.test(path) && /^\.\.|^\//.test(file))
        faults.push(`${path}: who has the package alone does not have ${target}; name it below ${repository}`)
      const at = file === '' ? path : normalize(named ? file : join(path, '..', file)).replaceAll('\\', '/')
      if (!existsSync(join(root, at))) faults.push(`${path}: the link to ${target} leads nowhere`)
      else if (anchor !== undefined && anchors.get(at)?.has(anchor) === false)
        faults.push(`${path}: ${at} has no heading #${anchor}`)
    }
  }
  return faults
}

/** Made by a command, which the document names. */
const written: readonly string[] = ['bench/RESULTS.md']

/**
 * Files that a document names in code font; by convention relative to the root, to the core's sources, or to a package.
 */
export function checkFileNames({ path, text }: Document): string[] {
  const names = [...withoutBlocks(text).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|md|sql|json))`/g)]
  return names
    .map(([, name = '']) => name)
    .filter((name) => !written.includes(name))
    .filter((name) => !['', 'packages/core/src', 'packages'].some((base) => existsSync(join(root, base, name))))
    .map((name) => `${path}: there is no file ${name}`)
}

const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '')
const withoutCode = (text: string) => withoutBlocks(text).replace(/`[^`\n]*`/g, '')

/** As code hosts make them: lower case, spaces to hyphens, other signs left out. */
function headingsOf(text: string): Set<string> {
  const headings = [...withoutBlocks(text).matchAll(/^#+ +(.+)$/gm)].map(([, title = '']) => title)
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}
