import { field, heading } from '@sillage/core/document'
import { describe, expect, test } from 'vitest'
import { press, shape, writeIn } from './support/editor.ts'

test('a letter that is typed stands where the caret is, in a shadow root inside a shadow root', async () => {
  const editor = await writeIn('Hello')
  await press(' you{ArrowLeft}{ArrowLeft}X')
  expect(shape(editor.value)).toBe('p(Hello yXou)')
  expect(editor.html).toContain('Hello yXou')
  expect(editor.text).toContain('Hello yXou')
})

describe.each([
  ['- one', 'ul(li(p(one)))', '- one'],
  ['* one', 'ul(li(p(one)))', '* one'],
  ['1. one', 'ol(li(p(one)))', '1. one'],
  ['# Title', 'h1(Title)', '# Title'],
  ['### Title', 'h3(Title)', '### Title'],
  ['> said', 'quote(p(said))', '> said'],
  ['---', 'divider p()', '---'],
  ['{{{{name}}', 'p({name})', '{{name}}'],
  ['Dear {{{{ order.total }}!', 'p(Dear {order.total}!)', 'Dear {{ order.total }}'],
])('%s', (keys, made, back) => {
  test(`becomes ${made}`, async () => {
    const editor = await writeIn('')
    await press(keys)
    expect(shape(editor.value)).toBe(made)
  })

  test('is what was typed again after Backspace', async () => {
    const editor = await writeIn('')
    // The last sign before something becomes of it.
    const sign = /^.*?(?:\}\}|---|[-*.#>] )/.exec(keys)?.[0] ?? keys
    await press(`${sign}{Backspace}`)
    expect(shape(editor.value)).toBe(`p(${/^.*?(?:\}\}|---|[-*.#>] )/.exec(back)?.[0]})`)
  })
})

test.each([
  ['https://harbour.example/a ', 'p([https://harbour.example/a](https://harbour.example/a) )'],
  ['see (www.harbour.example). ', 'p(see ([www.harbour.example](https://www.harbour.example)). )'],
  ['ada@harbour.example ', 'p([ada@harbour.example](mailto:ada@harbour.example) )'],
  ['https://harbour.example{Enter}', 'p([https://harbour.example](https://harbour.example)) p()'],
  ['harbour.example ', 'p(harbour.example )'],
])('of "%s" is made %s', async (keys, made) => {
  const editor = await writeIn('')
  await press(keys)
  expect(shape(editor.value)).toBe(made)
})

test('words behind a link are none of it', async () => {
  const editor = await writeIn('')
  await press('www.harbour.example and more')
  expect(shape(editor.value)).toBe('p([www.harbour.example](https://www.harbour.example) and more)')
})

test('a field is one thing: bold marks all of it, and one Backspace takes it', async () => {
  const editor = await writeIn({ type: 'paragraph', content: [{ type: 'text', text: 'Dear ' }, fieldNode('name')] })
  await press('{Shift>}{ArrowLeft}{/Shift}{Control>}b{/Control}')
  expect(shape(editor.value)).toBe('p(Dear *{name}*)')
  await press('{ArrowRight}{Backspace}')
  expect(shape(editor.value)).toBe('p(Dear )')
})

test('braces that are typed are braces in the mail, and fields are merged', async () => {
  const editor = await writeIn(heading(1, field('name', 'you')))
  await press('{Enter}{{{{no field')
  expect(shape(editor.value)).toBe('h1({name:you}) p({{no field)')
  expect(editor.html).toContain('&#123;&#123;no field')
  expect(editor.html).toContain('{{name}}{{^name}}you{{/name}}')
})

function fieldNode(name: string) {
  return { type: 'field', attrs: { name } } as const
}
