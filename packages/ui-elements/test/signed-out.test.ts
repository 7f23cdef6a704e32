import { expect, test } from 'vitest'
import { campaign } from './support/fake-data.ts'
import { createFakeServer } from './support/fake-server.ts'
import { button, mount, said, until } from './support/mount.ts'

const page = { headers: { 'content-type': 'text/html' } }
const logins = {
  'a 401': () => new Response('<h1>Please log in</h1>', { status: 401, ...page }),
  'a 403 of HTML': () => new Response('<h1>Please log in</h1>', { status: 403, ...page }),
  'a redirect': () => new Response(null, { status: 302, headers: { location: '/login' } }),
}
const rooms = ['campaign-list', 'campaign-stats', 'campaign-progress', 'contact-manager', 'suppression-list'] as const

test.each(rooms)('%s says to sign in again, whatever the login answers, and goes on after it', async (room) => {
  for (const [what, answer] of Object.entries(logins)) {
    const server = createFakeServer()
    server.state.campaigns = [campaign({ status: 'completed' })]
    server.state.intercept = answer
    await mount(room, server.context(), { 'campaign-id': '1' })
    await until(() => said().includes('Your session has ended. Sign in again'), what)
    expect(said()).not.toMatch(/log in|<h1>|40[13]/)
    server.state.intercept = undefined
    // The bar has no button: it is loaded again with the next refresh of the live connection.
    if (room === 'campaign-progress') continue
    button('Try again').click()
    await until(() => !said().includes('Your session has ended'))
  }
})
