import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { openChooser, openComposer } from './support/compose.ts'
import { createFakeServer } from './support/fake-server.ts'
import { all, mount, one, settled, until } from './support/mount.ts'

/** What 400 % leave of a window of 1,280 × 1,024. */
const size = { width: 320, height: 256 }

beforeEach(() => page.viewport(size.width, size.height))
afterEach(() => page.viewport(414, 896))

test('at 400 % half of the window is left to write and to choose in, and nothing is wider than it', async () => {
  await openComposer()
  /** What can be seen of the middle of the topmost dialog, once one has scrolled there. */
  const room = () => {
    const middle = one('.scroll', all('dialog[open]').at(-1))
    middle.scrollIntoView()
    const { top, bottom, width } = middle.getBoundingClientRect()
    return { height: Math.min(bottom, size.height) - Math.max(top, 0), width }
  }
  expect(room().height).toBeGreaterThanOrEqual(size.height / 2)
  expect(room().width).toBeLessThanOrEqual(size.width)
  const field = one<HTMLInputElement>('#name')
  field.focus()
  const { top, bottom } = field.getBoundingClientRect()
  expect([top >= 0, bottom <= size.height]).toEqual([true, true])
  await openChooser()
  expect(room().height).toBeGreaterThanOrEqual(size.height / 2)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(size.width)
})

test('at 400 % a dialog scrolls as a whole, and a notice stays in view', async () => {
  const context = createFakeServer().context()
  const manager = await mount('campaign-manager', context)
  manager.compose()
  const dialog = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
  await Promise.all(dialog.getAnimations().map(({ finished }) => finished))
  const [head, foot] = [one('.head', dialog), one('.foot', dialog)]
  expect(head.getBoundingClientRect().top).toBe(0)
  expect(foot.getBoundingClientRect().top).toBeGreaterThan(innerHeight)
  context.notices.publish({ kind: 'error', title: 'Something to do' })
  await settled()
  const toast = await until(() => all('.toast')[0])
  expect(toast.getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight)
  dialog.scrollTo(0, dialog.scrollHeight)
  expect(head.getBoundingClientRect().bottom).toBeLessThan(0)
  expect(foot.getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight + 1)
})
