import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { countFigures } from './count-figures.ts'

interface Emulation {
  send(method: 'Emulation.setEmulatedMedia', params: { features: { name: string; value: string }[] }): Promise<unknown>
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A figure in a page, as the cards have it. */
function figure(say: (value: number) => string = String) {
  const element = Object.assign(document.createElement('span'), { className: 'count' })
  document.body.replaceChildren(element)
  return {
    element,
    become(value: number) {
      element.textContent = say(value)
      Object.assign(element, { figure: { value, say } })
      countFigures(document)
    },
    /** What is drawn. */
    get shown() {
      return element.dataset.shown ?? element.textContent
    },
  }
}

test('a figure counts to its new value in 180 ms, while its text is that value from the first moment', () => {
  const one = figure()
  one.become(100)
  expect(one.shown).toBe('100')
  one.become(200)
  const seen = [one.shown]
  for (let ms = 0; ms < 192; ms += 16) {
    vi.advanceTimersByTime(16)
    seen.push(one.shown)
    expect(one.element.textContent).toBe('200')
  }
  expect(seen[0]).toBe('100')
  const counts = seen.map(Number)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(new Set(counts).size).toBeGreaterThan(9)
  expect(counts.every(Number.isInteger)).toBe(true)
  expect(one.element.hasAttribute('data-shown')).toBe(false)
})

test('a figure that changes while it counts goes on from what is drawn, and ends at the last value', () => {
  const one = figure((rate) => rate.toFixed(3))
  one.become(0.2)
  one.become(0.6)
  vi.advanceTimersByTime(96)
  const before = Number(one.shown)
  expect(before).toBeGreaterThan(0.3)
  one.become(0.1)
  expect(Number(one.shown)).toBe(before)
  vi.advanceTimersByTime(400)
  expect([one.shown, one.element.hasAttribute('data-shown')]).toEqual(['0.100', false])
})

test('nothing counts for people who prefer less motion', async () => {
  const motion = (value: string) =>
    (cdp() as unknown as Emulation).send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-reduced-motion', value }],
    })
  await motion('reduce')
  try {
    const one = figure()
    one.become(1)
    one.become(9)
    expect(one.element.hasAttribute('data-shown')).toBe(false)
  } finally {
    await motion('no-preference')
  }
})
