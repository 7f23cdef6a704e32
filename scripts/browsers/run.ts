// npm run test:browsers [-- --install]: both editors in Debian's Firefox and WebKit, where selections in shadow roots
// are another matter than in Chromium; a person writes in the composer of the demo. And the list of campaigns in pages
// of plain HTML, Bootstrap, Pico, React, Vue and Svelte, in all three. Before a release, not in npm test.
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { freePort } from '../../examples/demo/src/free-port.ts'
import { startDemo } from '../../examples/demo/src/start-demo.ts'
import { startChromium } from './chromium.ts'
import { installFirefox, startFirefox } from './firefox.ts'
import { createHosts } from './hosts/visit-hosts.ts'
import { createPerson, keyNames, type Person } from './person.ts'
import { installWebKit, startWebKit } from './webkit.ts'

const { control, end, enter, tab } = keyNames
const undo = [control, 'z'] as const

if (process.argv.includes('--install')) {
  installFirefox()
  installWebKit()
}
const demo = await startDemo({ port: await freePort(), database: ':memory:' })
let hosts: Awaited<ReturnType<typeof createHosts>> | undefined
try {
  hosts = await createHosts(demo)
  for (const start of [startChromium, startFirefox, startWebKit]) {
    const browser = await start()
    try {
      await hosts.visit(browser, (host) => process.stdout.write(`${browser.name}: in a page of ${host}\n`))
      // Selections of Chromium are tested by npm test.
      if (start === startChromium) continue
      for (const [what, test] of Object.entries({ fillsTemplate, writesBlocks })) {
        const person = await createPerson(browser, `${demo.url}/?lang=en`)
        await test(person)
        assert.deepEqual(await person.faults(), [])
        process.stdout.write(`${browser.name}: ${what}\n`)
      }
    } finally {
      await browser.stop()
    }
  }
} finally {
  await hosts?.stop()
  await demo.stop()
}

/** Words, fields, a link and bold words in a designer's mail; one history for all of it. */
async function fillsTemplate({ read, press, keys, type }: Person): Promise<void> {
  const values = async () =>
    JSON.parse(String(await read(`JSON.stringify(deep('sillage-template-editor')[0].value.values)`)))
  await press('button', 'New campaign')
  await read(`found(() => deep('select#content')[0]).then((select) => {
    select.value = [...select.options].find(({ text }) => text === 'Workshop newsletter (English)').value
    select.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  })`)
  await press('button', 'Change the words')
  await press('.sillage-box', 'Title')
  // The title may stand in two lines.
  await keys([control, end])
  await type('! {{name}}')
  const headline = { content: [text('Three harvests have landed! '), field('name')] }
  assert.deepEqual(await values(), { headline })
  await keys(tab)
  await type('Dear')
  assert.deepEqual(await values(), {
    headline,
    hello: { content: [text('Hello '), field('firstName'), text(',Dear')] },
  })
  await undoTo({ headline }, values, keys)
  await undoTo({}, values, keys)
  await press('.sillage-box', 'Button')
  await keys([control, 'k'], [control, 'a'])
  await type('port.example/x')
  await keys(enter)
  assert.deepEqual(await values(), { action: { href: 'https://port.example/x' } })
  await press('.sillage-box', 'Title on the left')
  await keys([control, 'a'], [control, 'b'])
  const story = { content: [{ ...text('What the pickers say'), marks: [{ type: 'strong' }] }] }
  assert.deepEqual(await values(), { action: { href: 'https://port.example/x' }, story })
}

/** A heading, a list and a field on an empty page. */
async function writesBlocks({ read, press, keys, type }: Person): Promise<void> {
  await press('button', 'New campaign')
  await press('button', 'Own message')
  await read(`found(() => deep('.message[contenteditable]')[0]).then((message) => message.focus())`)
  for (const words of ['# Fair', 'Hello {{name}}', '- one']) {
    await type(words)
    await keys(enter)
  }
  await type('two')
  const content = async () => JSON.parse(String(await read(`JSON.stringify(deep('sillage-editor')[0].value.content)`)))
  const written = [
    { type: 'heading', attrs: { level: 1 }, content: [text('Fair')] },
    { type: 'paragraph', content: [text('Hello '), field('name')] },
    {
      type: 'bullet_list',
      content: ['one', 'two'].map((words) => ({ type: 'list_item', content: [paragraph(words)] })),
    },
  ]
  assert.deepEqual((await content()).slice(0, -1), written)
  await undoTo([{ type: 'paragraph' }], async () => (await content()).slice(0, -1), keys)
}

/** Step by step: on a slow machine letters of one word arrive so late that they are several. */
async function undoTo(wanted: unknown, state: () => Promise<unknown>, keys: Person['keys']): Promise<void> {
  for (let step = 0; step < 40 && !isDeepStrictEqual(await state(), wanted); step += 1) await keys(undo)
  assert.deepEqual(await state(), wanted)
}

function text(words: string) {
  return { type: 'text', text: words }
}

function field(name: string) {
  return { type: 'field', attrs: { name } }
}

function paragraph(words: string) {
  return { type: 'paragraph', content: [text(words)] }
}
