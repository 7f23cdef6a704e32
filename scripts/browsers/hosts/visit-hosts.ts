import assert from 'node:assert/strict'
import type { Demo } from '../../../examples/demo/src/start-demo.ts'
import type { Browser } from '../browser.ts'
import { createPerson, type Person } from '../person.ts'
import { serveHosts } from './serve-hosts.ts'

const names = ['plain', 'bootstrap', 'pico', 'react', 'vue', 'svelte']
/** Their own styles change the look of a button. */
const styled = ['bootstrap', 'pico']
const looks = [
  'color',
  'fontFamily',
  'fontSize',
  'fontWeight',
  'fontStyle',
  'letterSpacing',
  'textTransform',
  'textAlign',
]
/** Not how high they are: a narrow page breaks a name in two lines. */
const boxes = [
  'lineHeight',
  'cursor',
  'boxSizing',
  'backgroundColor',
  'border',
  'borderRadius',
  'boxShadow',
  'padding',
  'margin',
]
const button = '.item .actions button.quiet'
const parts = [button, '.item .name', '.item .second', '.item .pill']

/** Pages of plain HTML, of CSS frameworks and of JavaScript ones, each with the list of a real server in it. */
export async function createHosts(demo: Demo) {
  const name = 'The fair in the hosts'
  const { id } = await demo.sillage.campaigns.create({
    name,
    subject: 'The fair',
    html: '<p>Hello</p>',
    recipients: ['ada', 'zoe'].map((who) => ({ email: `${who}@port.test` })),
    delayMs: 3_600_000,
  })
  await demo.sillage.campaigns.pause(id)
  const { url, stop } = await serveHosts(names, demo.url)
  return {
    stop,
    /** Data of the server, an event in the host's own words, and no style of the host's inside. */
    async visit(browser: Browser, done: (what: string) => void): Promise<void> {
      let plain: { own: string; inside: string } | undefined
      for (const host of names) {
        const person = await createPerson(browser, `${url}/${host}.html`)
        await person.read(
          `found(() => deep('.item .name').some((one) => one.textContent.includes('${name}'))).then(() => 1)`,
        )
        const own = await lookOf(person, ['#own'])
        const inside = await lookOf(person, parts)
        plain ??= { own, inside }
        assert.equal(inside, plain.inside, `${host}: its styles reach in`)
        if (styled.includes(host)) assert.notEqual(own, plain.own, `${host}: its own button has no style`)
        await person.press(button, String(await person.read(`deep(${JSON.stringify(button)})[0].ariaLabel`)))
        assert.equal(
          await person.read(`found(() => document.querySelector('#heard').textContent)`),
          id,
          `${host}: its handler hears which campaign`,
        )
        assert.deepEqual(await person.faults(), [])
        done(host)
      }
    },
  }
}

async function lookOf({ read }: Person, selectors: readonly string[]): Promise<string> {
  const find = `(selector) => deep(selector)[0]`
  return String(
    await read(`JSON.stringify(${JSON.stringify(selectors)}.map(${find}).map((one) => {
      const style = getComputedStyle(one)
      return ${JSON.stringify([...looks, ...boxes])}.map((name) => [name, style[name]])
    }))`),
  )
}
