import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, until } from '../../../test/support/mount.ts'

async function open(part: Parameters<typeof campaign>[0] = {}) {
  const server = createFakeServer({ messages: 3 })
  server.state.campaigns = [campaign({ id: '1', opened: 5, ...part })]
  const element = await mount('campaign-results', server.context())
  await element.show('1')
  await until(() => all('.card').length === 4)
  return { server, element }
}

test('the heading has name, subject and sender, dates once, and delay', async () => {
  await open()
  expect(one('h2').textContent).toBe('November letter')
  expect(one('.head .wrap').textContent?.trim()).toMatch(/.+ from hello@harbour.example$/)
  const when = one('.head .num').textContent?.replaceAll(/[\s\u2009\u202f]+/g, ' ') ?? ''
  expect(when).toMatch(/^Nov 18.*8:12.* – 8:49.* · delay 1 s$/)
})

test('the subject names its merge fields without the signs of a template', async () => {
  await open({ subject: 'Hello {{name}}, {{{ order.id }}} for {{company|you}} {x} {{constructor}} }}{{' })
  expect(one('.head bdi').textContent).toBe('November letter')
  expect(one('.head .wrap bdi').textContent).toBe('Hello [Name], [order.id] for [Company] {x} [constructor] }}{{')
})

test('before anybody opened a mail nothing is rated', async () => {
  await open({ opened: 0, clicked: 0 })
  const [, opens, clicks] = all('.card').map((card) => card.textContent?.replaceAll(/\s+/g, ' ').trim())
  expect([opens, clicks]).toEqual([
    'Opens 0none yet; shown here as they come',
    'Clicks 0none yet; shown here as they come',
  ])
  expect(said()).not.toMatch(/times in all|of those who opened/)
})

test('a very long name is cut to three lines and whole in its title', async () => {
  const name = 'Donaudampfschifffahrtsgesellschaft '.repeat(30).trim()
  await open({ name })
  const heading = one('h2')
  expect(heading.title).toBe(name)
  expect(heading.clientHeight).toBeLessThan(4 * Number.parseFloat(getComputedStyle(heading).lineHeight))
})

test('closing fires an event, and the next results start anew', async () => {
  const { server, element } = await open()
  let closed = 0
  element.addEventListener('sillage-close', () => {
    closed += 1
  })
  button('Close').click()
  await until(() => closed === 1)
  expect(all('.card')).toEqual([])
  server.state.campaigns.push(campaign({ id: '2', name: 'The next one' }))
  await element.show('2')
  await until(() => said().includes('The next one'))
})
