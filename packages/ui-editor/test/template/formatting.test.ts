import { expect, test } from 'vitest'
import { documentInput } from '../../../core/src/domain/input/documents.ts'
import { mountTemplate, press } from '../support/editor.ts'
import { mailOf, place, writeAt } from '../support/template.ts'

const story = `<p style="margin:0 0 8px">One <b class="k">two</b>, <a href="https://x.example/?a=1&amp;b=2" style="color:#123456" target="_blank">three <i>four</i></a>, <span style="color:#a00;font-weight:700">five</span> <span style="font-style:italic">six</span><br>seven</p><ul style="padding:0 0 0 9px"><li style="margin:1px">Eight<ul style="padding:0 0 0 9px"><li style="margin:1px">nine</li></ul></li></ul><h2 style="margin:3px">Ten</h2><p style="margin:0 0 8px">Dear {{name}}{{^name}}you{{/name}}, come</p>`
const html = `<table role="presentation"><tr><td data-edit="story" style="padding:8px">${story}</td></tr></table>
<p data-edit="call" style="margin:0">Call <a href="tel:+331" style="color:red">us</a> <em class="e">now</em></p>
<a data-edit="go" href="https://x.example/go"><span style="color:#fff"><b>Go</b> there</span></a>`

/** As it is written, where somebody wrote: bold and slanted words by tags that say so. */
const written = html
  .replaceAll(/ data-edit="\w+"/g, '')
  .replace('<b class="k">two</b>', '<strong class="k">two</strong>')
  .replaceAll(/<i>four<\/i>/g, '<em>four</em>')
  .replace('<span style="color:#a00;font-weight:700">five</span>', '<strong class="k">five</strong>')
  .replace('<span style="font-style:italic">six</span>', '<em>six</em>')
  .replace('<b>Go</b>', '<strong>Go</strong>')

test('what is written at the end of a place leaves bold words, links, lists and fields of its designer as they are', async () => {
  const editor = await mountTemplate(html)
  await writeAt(editor, 'story')
  await press('{Control>}{End}{/Control}!')
  await writeAt(editor, 'call')
  await press('!')
  await writeAt(editor, 'go')
  await press('!')
  expect(editor.html).toBe(
    written
      .replace(', come</p>', ', come!</p>')
      .replace('>now</em>', '>now!</em>')
      .replace('there</span>', 'there!</span>'),
  )
  documentInput.parse(editor.value)
  // What is drawn afterwards is what is sent.
  expect(place(editor, 'story').querySelector('a em')?.textContent).toBe('four')
  expect(getComputedStyle(place(editor, 'call').querySelector('a') as Element).color).toBe('rgb(255, 0, 0)')
})

test('a place is emptied and filled to the end, and the last letter of it comes back by undo', async () => {
  const editor = await mountTemplate(html)
  await writeAt(editor, 'call')
  await press('{Control>}a{/Control}{Backspace}')
  expect(editor.html).toContain('<p style="margin:0"></p>')
  expect(place(editor, 'call').textContent).toBe('')
  await press('Ring the bell, {{{{company}}')
  expect(editor.html).toContain('<p style="margin:0">Ring the bell, {{company}}</p>')
  for (let step = 0; step < 4; step += 1) await press('{Control>}z{/Control}')
  expect(editor.value.values).toEqual({})
  expect(mailOf(editor).querySelector('p[style="margin: 0px;"] em')?.textContent).toBe('now')
})
