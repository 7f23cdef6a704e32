import { describe, expect, it } from 'vitest'
import { urlSentences } from '../../../test/url-sentences.ts'
import { scanText } from './scan-text.ts'

const sentences = Object.entries(urlSentences).flatMap(([language, list]) =>
  list.map((sentence) => [language, sentence] as const),
)

/** The text with each URL that is found put between ⟦ and ⟧. */
function marked(text: string): string {
  let out = ''
  let at = 0
  for (const { start, end } of scanText(text)) {
    out += `${text.slice(at, start)}⟦${text.slice(start, end)}⟧`
    at = end
  }
  return out + text.slice(at)
}

describe('the web addresses of a text', () => {
  it.each(sentences)('in %s end where a person would end them: %s', (_, sentence) => {
    expect(marked(sentence.replace(/[⟦⟧]/g, ''))).toBe(sentence)
  })

  it('are found in a hundred sentences of fifteen languages and more', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(100)
    expect(Object.keys(urlSentences).length).toBeGreaterThanOrEqual(15)
  })

  it.each([
    ['a placeholder', '⟦https://x.example/{{id}}/*|B|*/c⟧ d'],
    ['a value of a template', '⟦https://x.example/\ue000\ue000⟧。'],
    ['nothing but a scheme', 'https:// and https://. and https://"'],
    ['a scheme twice', 'https://⟦https://x.example⟧'],
    ['an end within a row of addresses', '⟦https://x.example/a⟧)/⟦https://y.example/b⟧)/⟦https://z.example⟧'],
    ['a bracket that is not closed', '⟦https://x.example/a⟧('],
    ['other brackets than were opened', '⟦https://x.example/(a⟧].'],
  ])('of %s', (_, text) => {
    expect(marked(text.replace(/[⟦⟧]/g, ''))).toBe(text)
  })

  it.each([
    ...['https://', 'https://x.example/ ', 'https://x/(', 'https://x)/', 'https://x|', 'https://x/', 'h'],
    ...['https://x.example/「', '。', ').', 'https://x.example/a.'],
  ])('made of %j are found in linear time', (part) => {
    const cost = (size: number) => {
      const text = `https://x.example/${part.repeat(size / part.length)}`
      const before = process.cpuUsage()
      Array.from(scanText(text))
      return process.cpuUsage(before).user / 1_000
    }
    cost(100_000)
    expect(cost(1_000_000)).toBeLessThan(500)
  })
})
