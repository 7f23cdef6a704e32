import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { createFakeServer } from './support/fake-server.ts'
import { all, mount, one, settled, until } from './support/mount.ts'

afterEach(() => page.viewport(414, 896))

test('at 400 % zoom a dialog scrolls as a whole, and a notice stays in view', async () => {
  await page.viewport(320, 256)
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
