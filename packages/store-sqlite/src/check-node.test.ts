import { expect, it } from 'vitest'
import { checkNode } from './check-node.ts'

it('refuses a Node on which the driver would crash the process', () => {
  expect(() => checkNode({ napi: '9', node: '22.13.1' })).toThrow('expected Node 22.14 or later')
  expect(() => checkNode({ napi: '10', node: '22.14.0' })).not.toThrow()
})
