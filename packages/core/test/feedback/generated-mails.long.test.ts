import { expect, test } from 'vitest'
import { readMail } from '../../src/feedback/reports/read-mail.ts'
import { generatedMail, sealer } from './generated-mails.ts'

test('1,000,000 generated mails: none fails, none takes 50 ms, and memory stays as it is', () => {
  const memory: number[] = []
  let longest = 0
  let understood = 0
  for (let seed = 0; seed < 1_000_000; seed++) {
    const { raw } = generatedMail(seed)
    const before = process.cpuUsage()
    if (readMail(raw, sealer.open) !== undefined) understood += 1
    const { user, system } = process.cpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
    if (seed % 100_000 === 99_999) {
      globalThis.gc?.()
      memory.push(Math.round(process.memoryUsage().heapUsed / 1e6))
    }
  }
  process.stdout.write(`generated mails: ${JSON.stringify({ understood, longestMs: longest, memoryMb: memory })}\n`)
  expect(longest).toBeLessThan(50)
  expect(Math.max(...memory.slice(5)) - Math.max(...memory.slice(0, 5))).toBeLessThan(20)
})
