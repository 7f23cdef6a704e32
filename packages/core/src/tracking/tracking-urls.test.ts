import { describe, expect, it } from 'vitest'
import { neutralPaths, originalPaths } from '../domain/tracking-paths.ts'
import { createTokenSealer } from './tokens.ts'
import { createTrackingUrls } from './tracking-urls.ts'

const sealer = createTokenSealer(['a secret for the tests of URLs'])
const urls = createTrackingUrls({ baseUrl: 'https://mail.example/wake/', sealer })
const tokenOf = (url: string) => sealer.open(url.slice(url.lastIndexOf('/') + 1))

describe('createTrackingUrls', () => {
  it('puts a token of its own kind behind each path', () => {
    expect(urls.pixel(7)).toMatch(/^https:\/\/mail\.example\/wake\/track\/pixel\/[0-9a-z]{26}$/)
    expect(tokenOf(urls.pixel(7))).toEqual({ kind: 'pixel', messageId: 7, linkId: 0 })
    expect(tokenOf(urls.click(7, 3))).toEqual({ kind: 'click', messageId: 7, linkId: 3 })
    expect(tokenOf(urls.read(7))?.kind).toBe('read')
    expect(tokenOf(urls.unsubscribe(7))?.kind).toBe('unsubscribe')
    expect(tokenOf(urls.preferences(7))?.kind).toBe('preferences')
    expect(tokenOf(urls.view(7))?.kind).toBe('view')
    expect(tokenOf(urls.aggregatePixel(5))).toEqual({ kind: 'aggregatePixel', messageId: 0, linkId: 5 })
    expect(tokenOf(urls.aggregateClick(6))).toEqual({ kind: 'aggregateClick', messageId: 0, linkId: 6 })
    expect(urls.aggregateClick(6)).toContain('/track/click/')
  })

  it('gives the beginning of a URL without its token', () => {
    expect(urls.sealed.prefix('click')).toBe('https://mail.example/wake/track/click/')
    expect(() => urls.sealed.prefix('bounce')).toThrow(/expected a kind that has a route, got "bounce"/)
  })

  it('recognises its own URLs, in any case, and no others', () => {
    expect(urls.owns(urls.unsubscribe(1))).toBe(true)
    expect(urls.owns(` ${urls.view(1).toUpperCase()}`)).toBe(true)
    expect(urls.owns('https://mail.example/wake/m/l/x')).toBe(true)
    expect(urls.owns('https://mail.example/wake/campaigns')).toBe(false)
    expect(urls.owns('https://mail.example.evil.example/wake/track/click/x')).toBe(false)
  })

  it('uses other paths, and owns those of each set', () => {
    const neutral = createTrackingUrls({ baseUrl: 'http://localhost:3000', sealer, paths: neutralPaths })
    expect(neutral.pixel(1)).toMatch(/^http:\/\/localhost:3000\/m\/i\//)
    expect(neutral.owns(neutral.click(1, 2))).toBe(true)
  })

  it.each(['mail.example', 'ftp://mail.example', 'https://mail.example/?a=b', ''])(
    'refuses the base URL %j',
    (baseUrl) => {
      expect(() => createTrackingUrls({ baseUrl, sealer })).toThrow(/baseUrl: expected an absolute http or https URL/)
    },
  )

  it('refuses a path without a token at its end', () => {
    const paths = { ...originalPaths, pixel: '/track/:token/pixel' }
    expect(() => createTrackingUrls({ baseUrl: 'https://mail.example', sealer, paths })).toThrow(/paths.pixel/)
  })
})
