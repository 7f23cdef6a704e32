import { execFile, execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { type Manifest, root } from './pack-all.ts'

const paths = globSync('packages/*/package.json', { cwd: root })
const read = (path: string, folder: string) => readFileSync(join(folder, path), 'utf8')
const manifestsIn = (folder: string) => paths.map((path) => JSON.parse(read(path, folder)) as Manifest)

/** This commit elsewhere, with the tools of this one. */
function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-release-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  execFileSync('git', ['clone', '--quiet', root, folder])
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

it('a changeset of one package raises all together, and writes what changed into its changelog', () => {
  const folder = clone()
  writeFileSync(
    join(folder, '.changeset/one.md'),
    '---\n"@sillage/store-sqlite": minor\n---\n\nA lock no longer waits for ever.\n',
  )
  execFileSync(join(root, 'node_modules/.bin/changeset'), ['version'], { cwd: folder, stdio: 'pipe' })

  const [before, ...others] = new Set(manifestsIn(root).map(({ version }) => version))
  const [after, ...rest] = new Set(manifestsIn(folder).map(({ version }) => version))
  expect([others, rest]).toEqual([[], []])
  expect(after).not.toBe(before)
  expect(read('packages/store-sqlite/CHANGELOG.md', folder)).toMatch(
    new RegExp(`## ${after}\\n[\\s\\S]*A lock no longer waits for ever`),
  )
  for (const path of paths)
    expect(read(path.replace('package.json', 'CHANGELOG.md'), folder)).toContain(`## ${after}\n`)
})

interface Publication {
  _attachments: Record<string, { length: number }>
  versions: Record<string, Manifest & { devDependencies?: unknown; scripts?: unknown }>
}

/** A registry that has nothing yet and takes everything. */
async function emptyRegistry() {
  const taken: Publication[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    if (request.method === 'PUT') taken.push(JSON.parse(Buffer.concat(pieces).toString()))
    response.writeHead(request.method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { taken, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

it('the release sends each package once, with its version and what it needs, as it was packed', async () => {
  const folder = clone()
  for (const path of globSync('packages/*/dist', { cwd: root }))
    cpSync(join(root, path), join(folder, path), { recursive: true })
  const { taken, host } = await emptyRegistry()
  writeFileSync(join(folder, '.npmrc'), `registry=http://${host}/\n//${host}/:_authToken=anything\n`)
  // As `npm run release`, without the proof of where it was built, which only the workflow has.
  const words = ['--recursive', '--filter', './packages/*', 'publish', '--access', 'public', '--no-git-checks']
  await promisify(execFile)('pnpm', words, { cwd: folder })

  const published = taken.flatMap(({ versions }) => Object.values(versions))
  const expected = manifestsIn(root)
  const named = (list: readonly Manifest[]) => list.map(({ name, version }) => `${name}@${version}`).sort()
  expect(named(published)).toEqual(named(expected))
  const version = expected[0]?.version
  for (const { name, dependencies = {}, devDependencies, scripts } of published) {
    expect([name, devDependencies, scripts]).toEqual([name, undefined, undefined])
    for (const [other, range] of Object.entries(dependencies))
      if (other.startsWith('@sillage/')) expect(range).toBe(`^${version}`)
  }
  for (const { _attachments } of taken)
    expect(Object.values(_attachments).map(({ length }) => length > 1_000)).toEqual([true])
})
