import { afterEach, expect, test } from 'vitest'
import { createFakeServer } from './support/fake-server.ts'
import { all, mount, one, until } from './support/mount.ts'
import { fillScene } from './support/scene.ts'

const rules = (important: string) => `* {
  color: rgb(255, 0, 0)${important}; font: italic 700 40px/3 'Times New Roman', serif${important};
  letter-spacing: 9px${important}; word-spacing: 9px${important}; text-transform: uppercase${important};
  text-align: right${important}; text-indent: 40px${important}; white-space: nowrap${important};
  text-shadow: 3px 3px red${important}; cursor: wait${important}; visibility: visible; list-style: square inside${important};
  border: 7px solid red${important}; padding: 30px${important}; box-sizing: content-box${important};
}
button, input, select { background: red${important}; inline-size: 500px${important}; }`

const watched = [
  'color',
  'font',
  'letterSpacing',
  'wordSpacing',
  'textTransform',
  'textAlign',
  'textIndent',
  'whiteSpace',
  'textShadow',
  'cursor',
  'borderTopWidth',
  'paddingTop',
  'boxSizing',
  'backgroundColor',
] as const

/** How the parts of the list and its tools look, by what a page's rules might change. */
function looks(): Record<string, string> {
  const parts = [
    '.item .name',
    '.item .second',
    '.filter input',
    '.filter select',
    '.actions button',
    'button.primary',
    'h1',
  ]
  return Object.fromEntries(
    parts.flatMap((part) => {
      const style = getComputedStyle(one(part))
      return watched.map((name) => [`${part} ${name}`, style[name]])
    }),
  )
}

const sheet = document.createElement('style')
afterEach(() => sheet.remove())

test.each(['', ' !important'])('rules of the page for everything%s do not reach in', async (important) => {
  const server = createFakeServer()
  fillScene(server)
  await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 4)
  const own = looks()
  sheet.textContent = rules(important)
  document.head.append(sheet)
  const probe = document.body.appendChild(document.createElement('p'))
  expect(getComputedStyle(probe).textTransform).toBe('uppercase')
  probe.remove()
  expect(looks()).toEqual(own)
})
