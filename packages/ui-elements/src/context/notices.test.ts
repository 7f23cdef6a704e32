import { expect, test, vi } from 'vitest'
import { createNotices } from './notices.ts'

test('a listener of notices that throws is reported, and affects neither the others nor the publisher', () => {
  const [failure, reported]: [Error, unknown[]] = [new Error('of the host'), []]
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const notices = createNotices()
  const seen: string[] = []
  notices.subscribe(() => {
    throw failure
  })
  notices.subscribe(({ title }) => void seen.push(title))
  notices.publish({ kind: 'success', title: 'Saved' })
  expect([seen, reported]).toEqual([['Saved'], [failure]])
  vi.unstubAllGlobals()
})
