import { expect, it } from 'vitest'
import { createWords, fill, pagesOption, said } from './index.ts'

const asking = (language?: string) => ({ headers: language === undefined ? {} : { 'accept-language': language } })

it.each<[asked: string | undefined, recipient: unknown, found: string]>([
  [undefined, undefined, 'en'],
  ['fr', undefined, 'fr'],
  ['fr-CA,en;q=0.8', undefined, 'fr'],
  ['ja, de;q=0.9, fr;q=0.8', undefined, 'fr'],
  ['ja', undefined, 'en'],
  ['en', 'fr', 'fr'],
  ['en', 'FR_be', 'fr'],
  ['fr', 'en', 'en'],
  ['fr', 'ja', 'fr'],
  ['fr', 5, 'fr'],
  ['en', `fr-${'x'.repeat(10_000)}`, 'fr'],
  ['*', '', 'en'],
])('browser %s, recipient %s: %s', (asked, lang, found) => {
  const recipient = lang === undefined ? undefined : { data: { lang } }
  expect(createWords().for(asking(asked), recipient).language).toBe(found)
})

it('lays words of the host over those of the library, and takes languages of its own', () => {
  const pages = pagesOption(
    { fr: { unsubscribed: { title: 'À bientôt' } }, 'pt-BR': { unsubscribe: { button: 'Sair' } } },
    'content.pages',
  )
  const words = createWords(pages)
  const french = words.for(asking('fr'))
  expect([french.unsubscribed.title, french.unsubscribe.title]).toEqual(['À bientôt', 'Se désinscrire'])
  const portuguese = words.for(asking('pt-br'))
  expect([portuguese.language, portuguese.unsubscribe.button, portuguese.unsubscribe.title]).toEqual([
    'pt-BR',
    'Sair',
    'Unsubscribe',
  ])
  expect(words.for(asking('pt')).language).toBe('en')
})

it('fills places in, and leaves what it does not know', () => {
  expect(fill('{topic} of {sender}, {x}', { topic: '{sender}', sender: 'Port' })).toBe('{sender} of Port, {x}')
})

it.each([
  ['News', 'fr', 'News'],
  [{ en: 'News', fr: 'Nouvelles' }, 'fr', 'Nouvelles'],
  [{ en: 'News', fr: 'Nouvelles' }, 'fr-CA', 'Nouvelles'],
  [{ en: 'News', FR: 'Nouvelles' }, 'fr', 'Nouvelles'],
  [{ en: 'News', fr: 'Nouvelles' }, 'de', 'News'],
  [{ fr: 'Nouvelles' }, 'de', 'Nouvelles'],
])('%j in %s is %s', (wording, language, words) => {
  expect(said(wording, language)).toBe(words)
})
