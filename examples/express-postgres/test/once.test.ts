import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

async function run(flags: string[], env: Record<string, string> = {}) {
  // Only what a shell would have: test runners set variables of their own.
  const { PATH, HOME, TMPDIR, NODE_OPTIONS } = process.env
  const child = spawn(process.execPath, ['--conditions=sillage-source', main, ...flags], {
    env: { PATH, HOME, TMPDIR, NODE_OPTIONS, ...env },
  })
  let text = ''
  child.stdout.on('data', (piece) => {
    text += piece
  })
  child.stderr.on('data', (piece) => {
    text += piece
  })
  const [code] = await once(child, 'close')
  return { code, text }
}

test('a web process and three senders do everything, and every figure is right', async () => {
  const { code, text } = await run(['--once'])
  expect(text).toMatch(/All \d+ figures are what was done/)
  const shares = /Sent by process: (.*)/.exec(text)?.[1]?.split(', ').map(Number) ?? []
  expect(shares).toHaveLength(3)
  expect(shares.reduce((sum, count) => sum + count, 0)).toBe(200)
  expect(code).toBe(0)
}, 90_000)

test('reports what is wrong with its environment', async () => {
  const { code, text } = await run([], { DATABASE_URL: 'file:demo.sqlite', SENDERS: 'many' })
  expect(code).toBe(1)
  expect(text).toContain('DATABASE_URL: expected postgres://')
  expect(text).toContain('SENDERS: expected a number from 1 to 16')
})
