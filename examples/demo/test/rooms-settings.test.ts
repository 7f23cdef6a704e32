import { expect, test } from 'vitest'
import { faultsOf } from './faults-of.ts'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

test('senders, look and topics are set, each refused in words where it is wrong, and none over what others set', async () => {
  const { page, faults, demo } = await open('settings', { demo: { ownSettings: true } })
  const setting = (key: string) => `${demo.apiUrl}/api/settings/${key}`
  const stored = async (key: string) => ((await (await fetch(setting(key))).json()) as { value: unknown }).value
  const put = (key: string, value: unknown) =>
    fetch(setting(key), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value }),
    })

  await press(page, 'Add a sender')
  await page.getByLabel('Email', { exact: true }).fill('pört@port.example')
  await page.getByLabel('Name', { exact: true }).first().fill('Port, Inc.')
  await page.locator('sillage-sender').getByRole('button', { name: 'Save' }).click()
  await page.locator('sillage-sender').getByText('value[0].email: expected only letters without accents').waitFor()
  await page.getByLabel('Email', { exact: true }).fill('hello@port.example')
  // Somebody else adds one meanwhile.
  await put('senders', [{ email: 'other@port.example' }])
  await page.locator('sillage-sender').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Port, Inc.').waitFor()
  const [other, ours] = [{ email: 'other@port.example' }, { email: 'hello@port.example', name: 'Port, Inc.' }]
  expect(await stored('senders')).toEqual([other, ours])

  await press(page, 'Change Look')
  const dialog = page.locator('sillage-brand')
  await dialog.getByLabel('Links').fill('#cccccc')
  await dialog.getByText('Light: “Links” on “Behind the words” is hard to read, 1.6 to 1.').waitFor()
  await dialog.getByLabel('Links').fill('#8a3d1f')
  await dialog.getByText('is hard to read').waitFor({ state: 'detached' })
  const link = page.frameLocator('sillage-brand iframe').getByRole('link', { name: 'A link' })
  expect(await link.evaluate((one) => getComputedStyle(one).color)).toBe('rgb(138, 61, 31)')
  await put('brand', { radius: 3 })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Save over what somebody else set?').waitFor()
  await dialog.getByRole('button', { name: 'Back' }).click()
  expect(await stored('brand')).toEqual({ radius: 3 })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('button', { name: 'Save mine' }).click()
  await dialog.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await stored('brand')).toEqual({ light: { link: '#8a3d1f' } })

  await press(page, 'Add a topic')
  const topic = page.locator('sillage-topic')
  await topic.getByLabel('Key').fill('news')
  await topic.getByLabel('Name', { exact: true }).fill('News')
  await topic.getByRole('button', { name: 'Add a language' }).click()
  await topic.getByLabel('Language', { exact: true }).first().fill('en')
  await topic.getByLabel('Language', { exact: true }).nth(1).fill('fr')
  await topic.getByLabel('Name (fr)', { exact: true }).fill('Nouvelles')
  await topic.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Topics' }).getByText('News', { exact: true }).waitFor()
  expect(await stored('topics')).toEqual([{ key: 'news', name: { en: 'News', fr: 'Nouvelles' } }])
  await press(page, 'Remove News')
  await page.getByText('Whoever unsubscribed from it stays unsubscribed').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('None yet. Recipients can only leave all mails').waitFor()
  expect(await stored('topics')).toEqual([])
  // The address that was refused.
  expect(faults.filter((fault) => !fault.includes('status of 400'))).toEqual([])
}, 60_000)

test('what an option of the host says is shown, and cannot be changed', async () => {
  const { page, faults } = await open('settings', { width: 390, scheme: 'dark' })
  await page.getByText('Set by the installation; it cannot be changed here.').nth(1).waitFor()
  await page.getByText('News of the workshop').waitFor()
  expect(await page.getByRole('button', { name: /^(?:Change|Remove|Add a topic)/ }).count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  expect(faults).toEqual([])
}, 60_000)
