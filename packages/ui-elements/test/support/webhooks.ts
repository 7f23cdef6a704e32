import type { Webhook } from '@sillage/core/browser'
import type { FakeServer } from './fake-server.ts'
import { webhook } from './fake-settings.ts'
import { all, button, settled, until } from './mount.ts'
import { inside, openDialog, openRoom, texts } from './room.ts'

/** The room for webhooks, once its list is read. */
export async function openWebhooks(server: FakeServer, lang = 'en') {
  const opened = await openRoom('webhook-list', server, lang)
  await until(() => all('tbody .ghost').length === 0)
  await settled(1)
  return opened
}

/** The only webhook of the list, opened by its address. */
export async function openWebhook(server: FakeServer, part: Partial<Webhook> = {}) {
  server.settings.webhooks = [webhook(part)]
  const { notices } = await openWebhooks(server)
  const opener = button(/^https:\/\/crm/)
  opener.focus()
  opener.click()
  await openDialog('sillage-webhook')
  const view = inside('sillage-webhook')
  await until(() => all('tbody .ghost', view).length === 0)
  await settled(1)
  const press = async (label: string) => {
    button(label, view).click()
    await settled(1)
  }
  return { notices, opener, view, press }
}

/** The cells of the table of webhooks, or of deliveries. */
export const rowsOf = (tag: 'sillage-webhooks' | 'sillage-webhook'): string[][] =>
  all('tbody tr', inside('sillage-table', inside(tag))).map((row) => texts('td', row))
