import { expect, it } from 'vitest'
import { messageIdFor } from './compose-message.ts'

it('a Message-ID is fixed, unique and reveals nothing', () => {
  expect(messageIdFor('seed', 1, 'example.com')).toBe(messageIdFor('seed', 1, 'example.com'))
  const ids = new Set(Array.from({ length: 1000 }, (_, n) => messageIdFor(`seed ${n % 2}`, n, 'example.com')))
  expect(ids.size).toBe(1000)
})
