import { englishNames, frenchNames } from '@sillage/core'
import { expect, test } from 'vitest'
import { refusals } from '../../../core/test/refusals.ts'
import { createUi, ui } from '../../src/serve/serve.ts'

const place = {
  baseUrl: '.',
  urlOf: (file: string, hash?: string) => `ui/${file}?v=${hash}`,
  names: englishNames,
  webSocket: true,
  languages: [],
}

refusals('createUi', (more: never) => createUi(more), {
  theme: ['blue', true],
  css: [5],
  lang: ['de', 'fr-FR'],
  askKey: ['', 'x admin key', true],
})

test.each([
  [['fr-ca', 'en'], 'fr'],
  [['de', 'fr'], 'fr'],
  [['en-us', 'fr'], 'en'],
  [['de', 'frisian'], 'en'],
  [[], 'en'],
])('the page for %j is in %s', async (languages, language) => {
  const { body } = await ui.page({ ...place, languages })
  expect(body).toContain(`<html lang="${language}">`)
})

test('the page is in the language of the host where it names one', async () => {
  const { body } = await createUi({ lang: 'fr' }).page({ ...place, languages: ['en'] })
  expect(body).toContain('<html lang="fr">')
  expect(body).toContain('<title>Campagnes</title>')
})

test('the page runs and styles nothing inline, and its policy allows no script of others', async () => {
  const { body, headers } = await createUi({ askKey: 'x-key', css: 'h1 { color: red }' }).page(place)
  expect(body).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/)
  const policy = new Map(
    headers?.['content-security-policy']?.split('; ').map((line) => line.split(/ (.*)/, 2) as [string, string]),
  )
  expect(policy.get('default-src')).toBe("'none'")
  expect(policy.get('script-src')).toBe("'self'")
  expect(policy.get('frame-ancestors')).toBe("'self'")
})

test('whatever stands in names cannot leave the attribute it is in', async () => {
  const names = { ...frenchNames, paths: { ...frenchNames.paths, live: `/"><script>alert('1')</script>&` } }
  const { body } = await ui.page({ ...place, names })
  expect(String(body).split('<script').length).toBe(2)
})

test('files have a hash that changes with a stylesheet of the host, which stands behind the page’s own', async () => {
  const css = ':root { --sillage-accent: teal }'
  const own = await createUi({ css }).file('page.css')
  const plain = await ui.file('page.css')
  expect(own?.body).toBe(`${plain?.body}\n${css}`)
  expect(own?.hash).not.toBe(plain?.hash)
  expect(await createUi({ css }).file('elements.js')).toBe(await ui.file('elements.js'))
  expect(await ui.file('toString')).toBeUndefined()
})

test('the one file needs no other, and has the licences of what is in it', async () => {
  const text = String((await ui.file('elements.js'))?.body)
  expect(text.match(/(?:^|[;}\n])import\b|(?<![.\w])import\(/g)).toBeNull()
  for (const notice of ['Redistributions in binary form', 'Google LLC', 'Leon Sorokin'])
    expect(text.includes(notice), notice).toBe(true)
})
