import { expect, it } from 'vitest'
import { literalEngine } from './literal-engine.ts'

it('reads the fields of the library and nothing else, each once', () => {
  const source = 'Dear {{name}}, {{ viewUrl }} {{unsubscribeUrl}} {{unsubscribeUrl}} {{#a}}b{{/a}}'
  const { fields, render } = literalEngine().compile(source, 'html')
  expect(fields).toEqual(['viewUrl', 'unsubscribeUrl'])
  expect(render({ name: 'Ada', viewUrl: 'https://v.example', unsubscribeUrl: 'https://u.example' })).toBe(
    'Dear {{name}}, https://v.example https://u.example https://u.example {{#a}}b{{/a}}',
  )
})
