import { afterEach, expect, it } from 'vitest'
import type { Sillage } from '../src/index.ts'
import { createSillage, memoryStore } from '../src/index.ts'

const opened: Sillage[] = []
afterEach(async () => {
  for (const sillage of opened.splice(0)) await sillage.close()
})
function installation(maxHtmlBytes = 1_000) {
  const baseUrl = 'https://mail.example'
  const from = 'shop@shop.example'
  const sillage = createSillage({ store: memoryStore(), baseUrl, from, content: { maxHtmlBytes } })
  opened.push(sillage)
  return sillage
}
const html = '<style>p{color:red}a:hover{color:blue}</style>{{> footer}}<p>{{name}}</p>'
const inlined = html.replace('<p>', '<p style="color:red">')
const footed = inlined.replace('{{> footer}}', '<p style="color:red">f</p>')

it('inlines the CSS of a template when it is stored, and finds it unchanged when it is put again', async () => {
  const { templates } = installation()
  const input = { name: 'T', subject: 's', html, inlineCss: true }
  const made = await templates.create(input)
  expect(made.html).toBe(inlined)
  expect(made).not.toHaveProperty('inlineCss')
  const puts = [await templates.put('letter', input), await templates.put('letter', input)]
  expect(puts.map(({ revision, html }) => [revision, html])).toEqual([
    [1, inlined],
    [1, inlined],
  ])
  expect((await templates.update('letter', { html, inlineCss: false })).html).toBe(html)
  expect((await templates.update('letter', { html, inlineCss: true })).html).toBe(inlined)
})

it('inlines that of a campaign, a preview and their shared parts', async () => {
  const { campaigns, templates } = installation()
  await templates.put('footer', { name: 'F', subject: 's', html: '<p>f</p>' })
  const input = { subject: 's', html, inlineCss: true }
  const campaign = await campaigns.create({ name: 'n', ...input, start: false })
  expect(campaign.html).toBe(footed)
  expect((await campaigns.preview({ ...input, data: { name: 'Zoé' } })).html).toBe(footed.replace('{{name}}', 'Zoé'))
  expect((await campaigns.update(campaign.id, { html: '<p>', inlineCss: true })).html).toBe('<p>')
  expect((await campaigns.update(campaign.id, { html, inlineCss: null })).html).not.toContain('style=')
  expect((await campaigns.update(campaign.id, { html, inlineCss: true })).html).toBe(footed)
})

it('is refused without HTML, and beyond the size that HTML may have', async () => {
  const { campaigns, templates } = installation(200)
  const noHtml = { code: 'invalid_field', field: 'inlineCss' }
  const { id } = await campaigns.create({ name: 'n', subject: 's', html: '<p>', start: false })
  await templates.put('letter', { name: 'T', subject: 's', html: '<p>' })
  await expect(campaigns.update(id, { inlineCss: true })).rejects.toMatchObject(noHtml)
  await expect(templates.update('letter', { inlineCss: true })).rejects.toMatchObject(noHtml)
  const text = { subject: 's', text: 'x', inlineCss: true as never }
  await expect(campaigns.preview(text)).rejects.toMatchObject(noHtml)
  const grows = { subject: 's', html: `<style>p{color:red}</style>${'<p>'.repeat(20)}`, inlineCss: true }
  await expect(campaigns.preview(grows)).rejects.toMatchObject({ code: 'html_too_large', field: 'html' })
  await expect(templates.create({ name: 'T', ...grows })).rejects.toMatchObject({ code: 'html_too_large' })
})
