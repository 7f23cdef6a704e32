import { expect, it } from 'vitest'
import { mountPathOf } from './mount-path.ts'

it.each([
  ['/mail/api/campaigns', '/api/campaigns', '/mail'],
  ['/api/campaigns?limit=1', '/api/campaigns', ''],
  ['https://host.example/a/b/api/campaigns/7', '/api/campaigns/:id', '/a/b'],
  ['/mail/ui/', '/ui/', '/mail'],
  // Where a framework takes both for one.
  ['/mail/ui/', '/ui', '/mail'],
  ['/mail/api/campaigns/', '/api/campaigns', '/mail'],
  ['/mail/', '/', '/mail'],
])('%s of the route %s is of a mount at %j', (url, route, mount) => {
  expect(mountPathOf(url, route)).toBe(mount)
})
