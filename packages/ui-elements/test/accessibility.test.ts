import { describe, expect, test } from 'vitest'
import { openChooser } from './support/compose.ts'
import { createFakeServer } from './support/fake-server.ts'
import { all, axe, button, mount, one, said, settled, type, until } from './support/mount.ts'
import { fillScene } from './support/scene.ts'

async function manager(theme: 'light' | 'dark') {
  const server = createFakeServer()
  fillScene(server)
  await mount('campaign-manager', server.context(), { theme })
  await until(() => all('.item').length === 4)
  return server
}

describe.each(['light', 'dark'] as const)('in the %s scheme', (theme) => {
  test('the list has no faults', async () => {
    await manager(theme)
    expect(await axe()).toEqual([])
  })

  test('an open menu has no faults', async () => {
    await manager(theme)
    button('More actions for Spring launch').click()
    await settled()
    expect(await axe()).toEqual([])
  })

  test('the composer has no faults, empty, refused and filled', async () => {
    await manager(theme)
    button('New campaign').click()
    await until(() => said().includes('Nobody is chosen yet.'))
    expect(await axe()).toEqual([])
    button('Create and send').click()
    await settled()
    expect(await axe()).toEqual([])
    button('Own message').click()
    await settled()
    expect(await axe()).toEqual([])
    await openChooser()
    await until(() => all('.pick').length > 0)
    expect(await axe()).toEqual([])
    button('A list of yours').click()
    await settled()
    type(one<HTMLTextAreaElement>('#pasted'), 'Email;City\nzoe@example.org;Brest')
    await until(() => all('.mapping').length > 0)
    expect(await axe()).toEqual([])
    button('Chosen (1)').click()
    await settled()
    expect(await axe()).toEqual([])
  })

  test('the results have no faults, as chart and as table', async () => {
    await manager(theme)
    button('See details of November letter').click()
    await until(() => all('canvas').length > 0, 'the chart')
    await until(() => all('.who').length > 3)
    expect(await axe()).toEqual([])
    button('Table').click()
    await settled()
    expect(await axe()).toEqual([])
    one('sillage-messages .who, .who').click()
    await until(() => all('li.click').length > 0)
    expect(await axe()).toEqual([])
  })

  test('notifications have no faults', async () => {
    const server = await manager(theme)
    server.push('campaign_error', { campaignId: '2', code: 'smtp_auth', message: 'x', fatal: true })
    await until(() => all('.toast').length === 1)
    await Promise.all(
      one('.toast')
        .getAnimations()
        .map((animation) => animation.finished),
    )
    expect(await axe()).toEqual([])
  })

  test('progress, a follow-up, and a campaign that cannot be loaded have no faults', async () => {
    const server = await manager(theme)
    button('More actions for November letter').click()
    await settled()
    button('Write to those who did not open').click()
    await until(() => all<HTMLInputElement>('#name')[0]?.value === 'November letter (reminder)')
    await until(() => said().includes('did not open'))
    one<HTMLDetailsElement>('.advanced').open = true
    await settled()
    expect(await axe()).toEqual([])
    server.state.intercept = ({ route }) => (route === 'getCampaign' ? server.refuse('not_found', 'x') : undefined)
    await one<HTMLElementTagNameMap['campaign-composer']>('campaign-composer').show('edit', '1')
    await until(() => all('.compose[hidden]').length === 1)
    expect(await axe()).toEqual([])
    await mount('campaign-progress', server.context(), { theme, 'campaign-id': '4' })
    await until(() => all('[role=progressbar]').length === 1)
    expect(await axe()).toEqual([])
  })

  test('elements inside a provider have no faults', async () => {
    const server = createFakeServer()
    fillScene(server)
    const provider = await mount('sillage-provider', server.context(), { theme })
    provider.theme = theme
    provider.append(document.createElement('campaign-list'), document.createElement('campaign-toasts'))
    await until(() => all('.item').length === 4)
    expect(await axe()).toEqual([])
  })

  test('empty and failing lists have no faults', async () => {
    const server = createFakeServer()
    await mount('campaign-list', server.context(), { theme })
    await until(() => all('.empty').length === 1)
    expect(await axe()).toEqual([])
    server.state.intercept = () => server.refuse('store_unavailable', 'down')
    await mount('campaign-list', server.context(), { theme })
    await until(() => all('[role=alert]').length === 1)
    expect(await axe()).toEqual([])
  })
})
