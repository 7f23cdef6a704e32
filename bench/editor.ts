import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright'
import { document, heading, paragraph } from '../packages/core/src/document/index.ts'
import { findChromium } from '../scripts/chromium.mjs'
import type { BenchOptions, BenchTable } from './table.ts'

const root = join(import.meta.dirname, '..')
/** Slower than the machine by this factor, as a telephone or an old laptop is. */
const slower = 4
const aimMs = 32

/**
 * Milliseconds from a key to the frame that shows it, in a long message (23 KB of words), in Chromium: as fast as the
 * machine is, and with the processor four times slower.
 */
export async function run({ quick }: BenchOptions): Promise<BenchTable[]> {
  const files = await bundle()
  const server = createServer((request, response) => {
    const script = files.get((request.url ?? '').slice(1))
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(
      script ?? '<!doctype html><sillage-editor></sillage-editor><script type="module" src="/page.js"></script>',
    )
  }).listen(0)
  const { path, args, env } = await findChromium()
  const browser = await chromium.launch({ executablePath: path, args, env })
  try {
    const page = await browser.newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    await openMessage(page)
    const keys = quick ? 20 : 300
    const fast = await typed(page, keys)
    const throttle = await page.context().newCDPSession(page)
    await throttle.send('Emulation.setCPUThrottlingRate', { rate: slower })
    const slow = await typed(page, keys)
    const row = (what: string, times: number[]) => [what, ...[0.5, 0.95, 1].map((part) => at(times, part).toFixed(1))]
    return [
      {
        title: `editor: milliseconds from a key to its frame, ${keys} keys in a message of 23 KB`,
        columns: ['', 'median', '95 %', 'worst'],
        rows: [row('as fast as the machine is', fast), row(`${slower} times slower`, slow)],
        notes: [`Aim: 95 % within ${aimMs} ms when it is ${slower} times slower.`],
        ratios: [
          {
            what: `key to frame, ${slower} × slower, 95 %`,
            ours: `${at(slow, 0.95).toFixed(0)} ms`,
            aim: `${aimMs} ms`,
          },
        ],
      },
    ]
  } finally {
    await browser.close()
    server.close()
  }
}

async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: `import './packages/ui-editor/src/register.ts'`, resolveDir: root, loader: 'ts' },
    entryNames: 'page',
    outdir: '/',
    write: false,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    conditions: ['sillage-source', 'production'],
  })
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text]))
}

/** What of the element is used here; the page has no types. */
interface Editor extends HTMLElement {
  value: unknown
  ready: Promise<void>
}

async function openMessage(page: Page): Promise<void> {
  const words = 'The harbour festival is back, with boats, music and a market on the quay. '.repeat(5)
  const blocks = Array.from({ length: 60 }, (_, at) => (at % 10 === 0 ? heading(2, 'News') : paragraph(words)))
  await page.evaluate(async (value) => {
    const editor = globalThis.document.querySelector('sillage-editor') as Editor
    editor.value = value
    await editor.ready
    editor.focus()
  }, document(blocks))
}

/** Types one key after the other, and measures each until the frame after it. */
async function typed(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { times })
    globalThis.document.addEventListener(
      'keydown',
      ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp))),
      { capture: true },
    )
  })
  for (let key = 0; key < keys; key += 1) await page.keyboard.press(key % 7 === 6 ? 'Space' : 'a', { delay: 20 })
  const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times)
  if (times.length < keys) throw new Error(`expected ${keys} keys to be drawn, got ${times.length}`)
  return times.sort((one, other) => one - other)
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
