import type { Device, ProgramStats } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { programRows } from './program-rows.ts'

const program = (name: string, device: Device, opens: number, clicks: number, machine = 0): ProgramStats => ({
  name,
  device,
  opens: { total: opens, machine },
  clicks: { total: clicks, machine },
})
const programs = [
  program('Gmail', 'unknown', 5, 0),
  program('Apple Mail', 'phone', 3, 0, 4),
  program('Apple Mail', 'computer', 3, 0),
  program('Chrome', 'phone', 0, 2),
  program('robot', 'unknown', 0, 0, 9),
]

test('programs of one name are one row, the most used by people first, without machines', () => {
  expect(programRows(programs, ({ name }) => name, false)).toEqual([
    { label: 'Apple Mail', opens: 6, clicks: 0, machine: 8 },
    { label: 'Gmail', opens: 5, clicks: 0, machine: 0 },
    { label: 'Chrome', opens: 0, clicks: 2, machine: 0 },
  ])
})

test('on request those that only machines used are there too, last', () => {
  expect(programRows(programs, ({ device }) => device, true).map(({ label, machine }) => [label, machine])).toEqual([
    ['unknown', 18],
    ['phone', 8],
    ['computer', 0],
  ])
  expect(programRows(programs, ({ name }) => name, true).at(-1)).toMatchObject({ label: 'robot', machine: 18 })
})
