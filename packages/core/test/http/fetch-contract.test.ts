import { describe, expect, it } from 'vitest'
import { englishNames, frenchNames } from '../../src/domain/names.ts'
import { adapterCases, type MountSillage, runAdapterCases } from '../../src/testing/index.ts'
import { fetchServer } from './fetch-server.ts'

const mountAt =
  (prefix: string): MountSillage =>
  (sillage, options) =>
    fetchServer(sillage, { prefix, ...options })

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
])('fetch %s', (_where, prefix, names) => {
  const count = runAdapterCases(it, { mount: mountAt(prefix), names })
  it(`runs all ${adapterCases.length} cases`, () => expect(count).toBe(adapterCases.length))
})
process.stdout.write(`fetch: ${adapterCases.length} contract cases for each mount\n`)
