import { expect, it } from 'vitest'
import type { TemplatePart } from '../template/template-engine.ts'
import { isInSection, partsWithin } from './parts.ts'

it('finds the parts of a span without walking all parts: a template may have as many links as tags', () => {
  let read = 0
  const parts = new Proxy(
    Array.from({ length: 50_000 }, (_, at): TemplatePart => {
      const [start, end] = [at * 10, at * 10 + 10]
      if (at % 3 === 2) return { type: 'section', start, end, field: 's', inverted: false, parts: [] }
      return at % 3 === 0 ? { type: 'text', start, end } : { type: 'value', start, end, field: 'v' }
    }),
    {
      get(list, name, receiver) {
        if (typeof name === 'string' && /^\d+$/.test(name)) read++
        return Reflect.get(list, name, receiver)
      },
    },
  )
  for (let at = 0; at < 500_000; at += 999) {
    const within = partsWithin(parts, { start: at - (at % 10), end: at - (at % 10) + 20 })
    expect(within?.map(({ start }) => start)).toEqual(
      [at - (at % 10), at - (at % 10) + 10].filter((start) => start < 500_000),
    )
    expect(isInSection(parts, at)).toBe(Math.floor(at / 10) % 3 === 2 && at % 10 !== 0)
  }
  expect(read).toBeLessThan(501 * 60)
})
