import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { write } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

async function composer() {
  const server = createFakeServer()
  const scheduledAt = '2999-01-01T08:00:00.000Z'
  server.state.campaigns = [
    campaign({ id: '9', name: 'Fair', status: 'scheduled', scheduledAt }),
    campaign({ id: '8', name: 'Letter', status: 'completed' }),
  ]
  const element = await mount('campaign-composer', server.context())
  const closed: Event[] = []
  element.addEventListener('sillage-close', (event) => closed.push(event))
  return { server, element, closed }
}

const name = () => one<HTMLInputElement>('#name')
const opened = () => one<HTMLDialogElement>('#composer').open
const asked = () => all('dialog[open].narrow').length

test('Escape discards no changes before the person confirmed, however often it is pressed', async () => {
  const { element, closed } = await composer()
  await element.show('edit', '9')
  await until(() => name().value === 'Fair')
  name().focus()
  await userEvent.keyboard('x')
  await userEvent.keyboard('{Escape}')
  await until(() => said().includes('Throw your changes away?') && asked() === 1)
  await userEvent.keyboard('{Escape}')
  await until(() => asked() === 0)
  // A browser lets the first of several be prevented, and closes the dialog itself at a later one.
  for (let n = 0; n < 6; n += 1) {
    await userEvent.keyboard('{Escape}')
    await settled()
    await until(opened)
    expect(name().value).toContain('x')
  }
  if (asked() === 1) await answer('Go on writing')
  await until(() => asked() === 0)
  expect(closed).toEqual([])
  button('Close').click()
  await answer('Throw away')
  await until(() => !opened())
  await until(() => closed.length === 1)
})

test('where nothing was changed, and where a draft is kept, closing asks nothing', async () => {
  const { element } = await composer()
  await element.show('edit', '9')
  await until(() => name().value === 'Fair')
  name().focus()
  await userEvent.keyboard('{Escape}')
  await until(() => !opened())
  await element.show()
  type(name(), 'Mine')
  name().focus()
  await userEvent.keyboard('{Escape}')
  await until(() => !opened())
  expect(asked()).toBe(0)
})

test('a copy is a draft of its own, and the draft of a new campaign stays', async () => {
  const { element } = await composer()
  await element.show()
  await settled()
  await write()
  type(name(), 'Mine')
  await element.show('duplicate', '8')
  await until(() => name().value === 'Letter (copy)')
  type(name(), 'Copy of mine')
  await element.show('follow-up', '8')
  await until(() => name().value === 'Letter (reminder)')
  type(name(), 'Reminder')
  await element.show()
  expect(name().value).toBe('Mine')
  await element.show('duplicate', '8')
  expect(name().value).toBe('Copy of mine')
  expect(said()).toContain('Your draft was kept')
  button('Start over').click()
  await answer('Throw away')
  await until(() => name().value === 'Letter (copy)')
  await element.show()
  expect(name().value).toBe('Mine')
})

test('a change is saved without a question while it sends no mail at another time', async () => {
  const { server, element } = await composer()
  await element.show('edit', '9')
  await until(() => name().value === 'Fair')
  type(one<HTMLInputElement>('#scheduledAt'), '2998-01-01T08:00')
  await settled()
  button('Save changes').click()
  await until(() => said().includes('Schedule for 2,000 people?'))
  await answer('Back')
  await settled()
  expect(server.asked('updateCampaign')).toEqual([])
  button('Save changes').click()
  await answer('Save changes')
  await until(() => server.asked('updateCampaign').length === 1)
})
