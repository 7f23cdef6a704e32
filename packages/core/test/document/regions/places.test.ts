import { expect, it } from 'vitest'
import { markAll, type Region, regionsOf } from '../../../src/document/index.ts'

const only = (html: string): Region | undefined => regionsOf(html)[0]

it.each<[html: string, told: Partial<Region> | undefined]>([
  ['<h1 data-edit=a>Hi</h1>', { name: 'a', label: 'Hi', kind: 'line', takes: ['content'], words: 'Hi', max: null }],
  ['<td data-edit="a"> Hi &eacute;<br>you </td>', { kind: 'text', words: 'Hi é you' }],
  [`<h1 data-edit=a>${'Hi '.repeat(18)}{{company}}</h1>`, { label: 'Hi '.repeat(18).trim() }],
  ['<div data-edit="a" data-edit-label=" The text " data-edit-max="60">x</div>', { label: 'The text', max: 60 }],
  ['<p data-edit="a" data-edit-max="many">x</p>', { max: null }],
  ['<p data-edit="a" data-edit-kind="text">x</p>', { kind: 'text' }],
  ['<p data-edit="a" data-edit-kind="image">x</p>', { kind: 'line', takes: ['content'] }],
  ['<a href="https://x.example/" data-edit="a">x</a>', { kind: 'link', takes: ['content', 'href'] }],
  ['<a href="https://x.example/" data-edit="a" data-edit-kind=line>x</a>', { kind: 'line', takes: ['content'] }],
  ['<a href="https://x.example/?a&amp;b"><b data-edit=a>x</b></a>', { href: 'https://x.example/?a&b' }],
  ['<img data-edit="a" src="https://x.example/a.png" alt="A">', { kind: 'image', takes: ['src', 'alt'], alt: 'A' }],
  ['<a href="#" data-edit="a">x<a href="#">y</a>', { words: 'x' }],
  ['<a href="#"><img data-edit="a" src="x"></a>', { takes: ['src', 'alt', 'href'], href: '#', label: 'a' }],
  ['<title data-edit="a">T</title>', { kind: 'line', words: 'T' }],
  ['<head><title data-edit="a">T</title></head>', { hidden: true }],
  ['<div style="color:red;display: none"><p data-edit="a">x</p></div>', { hidden: true }],
  ['<p hidden data-edit="a">x</p>', { hidden: true }],
  ['<!--[if mso]><p data-edit="a">x</p><![endif]-->', { hidden: true, words: 'x' }],
  ['<!--[if mso]><p data-edit="a">x</p><![endif]--><h1 data-edit="a">y</h1>', { hidden: false, words: 'y' }],
  ['<!--[if !mso]><!--><p data-edit="a">x</p><!--<![endif]-->', { hidden: false }],
  ['<!-- <p data-edit="a">x</p> -->', undefined],
  ['<p data-edit="">x</p>', undefined],
  ['<p data-edit="__proto__">x</p>', undefined],
  ['<script data-edit="a">x</script>', undefined],
  ['<table data-edit="a"><tr><td>x</td></tr></table>', undefined],
  ['<svg><title data-edit="a">x</title></svg>', undefined],
  ['<p data-edit="a">Hello {{ name }}</p>', { words: 'Hello {{ name }}' }],
  ['<p data-edit="a">Hello {{name}}{{^name}}you{{/name}}</p>', { words: 'Hello {{name}}{{^name}}you{{/name}}' }],
  ['<p data-edit="a">Hello {{name}}{{^other}}you{{/other}}</p>', undefined],
  ['<p data-edit="a">Hello {{name}}{{^name}}<b>you</b>{{/name}}</p>', undefined],
  ['<p data-edit="a">Hello {{^name}}you{{/name}}</p>', undefined],
  ['<p data-edit="a">{{#vip}}Hello{{/vip}}</p>', undefined],
  ['<p data-edit="a">{{{html}}}</p>', undefined],
  ['<p data-edit="a">{% if vip %}Hello{% endif %}</p>', undefined],
  ['<p data-edit="a">{{ name | upcase }}</p>', undefined],
  ['<p data-edit="a" {{#vip}}class="b"{{/vip}}>Hello</p>', undefined],
  ['{{#vip}}<p data-edit="a">Hello</p>{{/vip}}', { words: 'Hello' }],
])('%s', (html, told) => {
  if (told === undefined) expect(regionsOf(html)).toEqual([])
  else expect(only(html)).toMatchObject(told)
})

it('a place that holds others has no words of its own', () => {
  const html = '<a data-edit="out" href="#">x <b data-edit="in">y</b></a>'
  expect(regionsOf(html).map(({ name, takes }) => [name, takes])).toEqual([
    ['out', ['href']],
    ['in', ['content']],
  ])
})

it('one name that stands several times is one place, described by what is seen', () => {
  const html =
    '<!--[if mso]><v:roundrect href="#"><center data-edit="b">x</center></v:roundrect><![endif]--><a href="#" data-edit="b" data-edit-label="Button">y</a>'
  expect(regionsOf(html)).toMatchObject([
    { name: 'b', label: 'Button', kind: 'link', takes: ['content', 'href'], words: 'y', hidden: false },
  ])
})

const labels = (html: string) => regionsOf(markAll(html)).map(({ kind, words, src }) => `${kind} ${words || src}`)

it.each<[html: string, places: string[]]>([
  ['<table><tr><td><p>One</p><p>Two <b>x</b></p></td></tr></table>', ['line One', 'line Two x']],
  ['<td>Some <a href="#">link</a> in words</td>', ['line Some link in words']],
  ['<td><span style="x"><a href="#"><b>Button</b></a></span></td>', ['link Button']],
  ['<a href="#"><img src="a.png"></a>', ['image a.png']],
  ['<img src="a.png" width="1" height="1"><img src="b.png" width="2">', []],
  ['<td>&nbsp;</td><td>\u200c&#847;</td>', []],
  ['<html><head><title>T</title></head><body><p>x</p></body></html>', ['line x']],
  ['<p>{{#a}}x{{/a}}</p><p>{{name}}</p>', ['line {{name}}']],
  ['<p>x<p>y', ['line x', 'line y']],
  ['<div><p data-edit="a">x</p><p>y</p></div>', ['line x']],
])('marks what holds nothing but words: %s', (html, places) => {
  expect(labels(html)).toEqual(places)
})

it('a copy for Outlook is named as what it is a copy of, and equal words apart', () => {
  const copy = (words: string) => `<!--[if mso]><center>${words}</center><![endif]-->`
  const html = `${copy('Go')}<a href="#">Go</a>${copy('Go')}<a href="#">Go</a>${copy('Other')}`
  const names = [...markAll(html).matchAll(/data-edit="([^"]*)"/g)].map(([, name]) => name)
  expect(names).toHaveLength(4)
  expect([names[0], names[2]]).toEqual([names[1], names[3]])
  expect(regionsOf(markAll(html))).toHaveLength(2)
})
