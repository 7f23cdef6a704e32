import { expect, it, vi } from 'vitest'
import { document, documentOfText, paragraph, renderEmail, renderText } from '../../src/document/index.ts'
import type { BlockNode } from '../../src/domain/email-document.ts'

vi.setConfig({ testTimeout: 60_000 })

/* Processor time, not the clock's: other tests run beside these. */
function costOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Below this a cost cannot be distinguished from noise. */
const floorMs = 60

const texts = [
  'word ',
  '\n',
  '\n \n',
  '- a\n',
  'https://',
  'https://x.example/( ',
  'a.',
  'a@b.',
  '{{',
  '{{a}}',
  ')',
  ' ',
  '. ',
]

it.each(texts)('plain text of %j: four times the size takes no more than ten times as long', (part) => {
  const text = (size: number) => part.repeat(size / part.length)
  const once = costOf(() => documentOfText(text(50_000)))
  expect(costOf(() => documentOfText(text(200_000)))).toBeLessThan(10 * Math.max(once, floorMs))
  expect(costOf(() => documentOfText(`https://x.example/${text(200_000)}`))).toBeLessThan(10 * Math.max(once, floorMs))
})

const blocks: [string, (size: number) => BlockNode[]][] = [
  ['many words of one line', (size) => [paragraph(...Array<string>(size).fill('word '))]],
  [
    'many links of one line',
    (size) => [paragraph(...Array.from({ length: size }, (_, at) => ({ link: `https://x.example/${at}`, text: 'x' })))],
  ],
  ['many braces of one line', (size) => [paragraph(...Array<string>(size).fill('{'))]],
  ['many paragraphs', (size) => Array.from({ length: size }, () => paragraph('x'))],
]

it.each(blocks)('a document of %s is rendered in time and size linear in it', (_, make) => {
  const work = (size: number) => () => [renderEmail(document(make(size))), renderText(document(make(size)))]
  const once = costOf(work(5_000))
  expect(costOf(work(20_000))).toBeLessThan(10 * Math.max(once, floorMs))
  const [small, large] = [5_000, 20_000].map((size) => renderEmail(document(make(size))).html.length)
  expect(large).toBeLessThan(4.5 * (small ?? 0))
})
