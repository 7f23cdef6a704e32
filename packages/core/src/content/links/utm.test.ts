import { describe, expect, it } from 'vitest'
import { addUtm } from './utm.ts'

const utm = { source: 'news letter', medium: 'email', campaign: 'été' }
const added = 'utm_source=news%20letter&utm_medium=email&utm_campaign=%C3%A9t%C3%A9'

describe('addUtm', () => {
  it.each([
    ['https://x.example/', `https://x.example/?${added}`],
    ['https://x.example/?a=1', `https://x.example/?a=1&${added}`],
    ['https://x.example/?', `https://x.example/?${added}`],
    [' https://x.example/ ', ` https://x.example/?${added}`],
    ['https://x.example/ #f', `https://x.example/?${added}#f`],
    ['https://x.example/?a&', `https://x.example/?a&${added}`],
    ['https://x.example/#f?x', `https://x.example/?${added}#f?x`],
    [
      'https://x.example/?UTM_Source=mine#f',
      'https://x.example/?UTM_Source=mine&utm_medium=email&utm_campaign=%C3%A9t%C3%A9#f',
    ],
    [
      'https://x.example/?utm_source=a&utm_medium=&utm_campaign',
      'https://x.example/?utm_source=a&utm_medium=&utm_campaign',
    ],
    ['https://x.example/A%2fb?c=D e', `https://x.example/A%2fb?c=D e&${added}`],
  ])('%s', (url, expected) => {
    expect(addUtm(url, utm)).toBe(expected)
  })

  it('adds nothing when nothing is given', () => {
    expect(addUtm('https://x.example/#a', undefined)).toBe('https://x.example/#a')
    expect(addUtm('https://x.example/#a', { source: '' })).toBe('https://x.example/#a')
  })

  it('adds nothing to a URL that would be too long to open', () => {
    const url = (length: number) => 'https://x.example/'.padEnd(length, 'a')
    expect(addUtm(url(7_987), { source: 's' })).toBe(`${url(7_987)}?utm_source=s`)
    expect(addUtm(url(7_988), { source: 's' })).toBe(url(7_988))
  })

  it('looks for query and fragment outside of template tags', () => {
    const url = 'https://x.example/{{#a}}?{{/a}}#f'
    const shape = url.replace(/\{\{.*?\}\}/g, (tag) => '_'.repeat(tag.length))
    expect(addUtm(url, { source: 's' }, shape)).toBe('https://x.example/{{#a}}?{{/a}}&utm_source=s#f')
  })
})
