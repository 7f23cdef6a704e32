import { expect, it } from 'vitest'
import { fieldNames, mergeFieldWarnings } from './warnings.ts'

it('warns of the fields that no recipient has, at whatever level they are', () => {
  const known = fieldNames({ a: 1, b: { c: 2 }, list: [{ d: 3 }] })
  const warnings = mergeFieldWarnings(['name', 'a', 'b.c', 'list', 'd', 'e', 'b.e'], known)
  expect(warnings).toMatchObject([
    { code: 'unknown_merge_field', subject: 'e' },
    { code: 'unknown_merge_field', subject: 'b.e' },
  ])
})
