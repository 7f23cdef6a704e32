import { expect, test } from 'vitest'
import { formatFor } from '../../format/format.ts'
import { en } from '../../locales/en.ts'
import { removeQuestion } from './remove-question.ts'
import { usesOf } from './template-uses.ts'

const campaigns = ['Fair', 'Letter', 'Offer', 'Reminder'].map((name) => ({ name, templateId: '7' }))
const template = { id: '7', key: null, name: 'News', subject: '', revision: 1, createdAt: '', updatedAt: '' }
const format = formatFor('en', en.common.units)

test('a question names three of the campaigns made from a template, and counts the others', () => {
  const uses = usesOf([...campaigns, { name: 'Other', templateId: null }], false)
  expect(removeQuestion(template, uses, en, format).text).toEqual([
    en.templates.removeText,
    'Made from it: Fair, Letter, Offer, and 1 more.',
  ])
  expect(removeQuestion({ ...template, id: '8' }, uses, en, format).text).toEqual([en.templates.removeText])
  expect(removeQuestion(template, undefined, en, format).text).toEqual([en.templates.removeText])
})

test('of campaigns that were not read nothing is said', () => {
  expect([usesOf(campaigns, true).newest, usesOf(campaigns, false).newest]).toEqual([4, undefined])
})
