import type { EventBounce, EventItem } from '@sillage/core/browser'
import { render } from 'lit'
import { expect, it } from 'vitest'
import { formatFor } from '../../format/format.ts'
import { fr } from '../../locales/fr.ts'
import { readingEn } from '../../locales/reading-en.ts'
import { eventLine } from './event-line.ts'

const event: EventItem = {
  ...{ id: '1', type: 'bounce', at: '2026-11-18T08:12:04.000Z', url: null, ip: null, userAgent: null },
  ...{ verdict: 'unknown', reasons: ['early'], source: 'ses' },
}
const error = { kind: 'mailbox', message: '552 5.2.2 <b>full</b>' } as const
const lineOf = (bounce: EventBounce, words: typeof readingEn, language: string) => {
  const place = document.createElement('div')
  render(eventLine({ ...event, bounce }, words, formatFor(language, words.common.units)), place)
  return [...place.querySelectorAll('.small:not(time), .tiny')].map((part) => part.textContent?.trim())
}

it('a mail that came back says why, what was done, what the server said, and who reported it', () => {
  const counted = { permanent: false, error, effect: 'counted' } as const
  expect(lineOf(counted, readingEn, 'en')).toEqual([
    'mailbox full or closed – counts against the address',
    '552 5.2.2 <b>full</b>',
    'from ses',
  ])
  expect(lineOf(counted, fr, 'fr')).toEqual([
    'boîte pleine ou fermée – compte contre l’adresse',
    '552 5.2.2 <b>full</b>',
    'signalé par ses',
  ])
  expect(lineOf({ ...counted, effect: 'held' }, readingEn, 'en')[0]).toBe(
    'mailbox full or closed – not mailed any more',
  )
  expect(lineOf({ ...counted, effect: 'none', error: { kind: 'content', message: '' } }, readingEn, 'en')).toEqual([
    'content refused',
    'from ses',
  ])
})
