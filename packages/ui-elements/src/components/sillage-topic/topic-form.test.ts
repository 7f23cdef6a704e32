import type { Topic } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { saidIn } from '../../format/said-in.ts'
import { emptyTopic, formOf, topicOf, withLanguage } from './topic-form.ts'

test.each<Topic>([
  { key: 'news', name: 'News' },
  { key: 'news', name: 'News', description: 'Once a month' },
  { key: 'news', name: { en: 'News', 'pt-BR': 'Novidades' }, description: { 'pt-BR': 'Uma vez por mês' } },
  { key: 'news', name: { fr: 'Nouvelles' } },
])('a topic goes through the form unchanged: %j', (topic) => {
  expect(topicOf(formOf(topic))).toEqual(topic)
})

test('one text for all becomes texts by language with the second one', () => {
  const two = withLanguage({ ...emptyTopic, key: 'news', texts: [{ language: '', name: 'News', description: '' }] })
  const texts = two.texts.map((text, at) => ({
    ...text,
    language: ['en', 'fr'][at] ?? '',
    name: ['News', 'Nouvelles'][at] ?? '',
  }))
  expect(topicOf({ ...two, texts })).toEqual({ key: 'news', name: { en: 'News', fr: 'Nouvelles' } })
})

test('a name is said in the language of the page, else in the first there is', () => {
  const name = { en: 'News', fr: 'Nouvelles' }
  expect([saidIn(name, 'fr-CA'), saidIn(name, 'de'), saidIn('News', 'fr')]).toEqual(['Nouvelles', 'News', 'News'])
})
