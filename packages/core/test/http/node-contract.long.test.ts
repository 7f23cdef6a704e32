import { describe, expect, it } from 'vitest'
import { englishNames, frenchNames } from '../../src/domain/names.ts'
import { adapterCases, runAdapterCases } from '../../src/testing/index.ts'
import { mountOnNode } from './node-server.ts'

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
])('node %s', (_where, prefix, names) => {
  const count = runAdapterCases(it, { mount: mountOnNode(prefix), names })
  it(`runs all ${adapterCases.length} cases`, () => expect(count).toBe(adapterCases.length))
})
