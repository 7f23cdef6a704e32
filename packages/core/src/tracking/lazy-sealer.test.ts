import { expect, it } from 'vitest'
import { createLazySealer } from './lazy-sealer.ts'

it('says what to do until its keys are there', () => {
  const sealer = createLazySealer()
  const content = { kind: 'pixel', messageId: 7, linkId: 0 } as const
  const error = expect.objectContaining({
    code: 'not_migrated',
    message: expect.stringContaining('call migrate() once'),
  })
  expect(() => sealer.seal(content)).toThrow(error)
  expect(() => sealer.open('anything')).toThrow(error)
  expect(sealer.unlocked).toBe(false)
  sealer.unlock(['a secret for tests only'])
  expect(sealer.unlocked).toBe(true)
  expect(sealer.open(sealer.seal(content))).toMatchObject({ kind: 'pixel', messageId: 7 })
})
