import { expect, it } from 'vitest'
import { distinctFaults } from './distinct-faults.ts'

const faults = (outputs: Record<string, string>) => distinctFaults(new Map(Object.entries(outputs)))

it('has each fault once, with how many projects have it', () => {
  const first = 'core/a.ts(1,2): error TS1: A.\n'
  const second = 'core/b.ts(3,4): error TS2: B.\n'
  expect(faults({ core: first + second, bench: second, docs: '', demo: first + second })).toEqual([
    'core/a.ts(1,2): error TS1: A. (in 2 projects)',
    'core/b.ts(3,4): error TS2: B. (in 3 projects)',
  ])
})

it('names the project of a fault that no other has, and counts one that is printed twice there once', () => {
  const fault = 'bench/a.ts(1,2): error TS1: A.\n'
  expect(faults({ core: '', bench: fault + fault })).toEqual(['bench/a.ts(1,2): error TS1: A. (in bench)'])
})

it('keeps what explains a fault below it, and takes another explanation for another fault', () => {
  const head = 'core/a.ts(1,2): error TS1: A.\r\n'
  expect(faults({ core: `${head}  Missing x.\r\n    In B.\r\n`, bench: `${head}  Missing y.\r\n` })).toEqual([
    'core/a.ts(1,2): error TS1: A. (in core)\n  Missing x.\n    In B.',
    'core/a.ts(1,2): error TS1: A. (in bench)\n  Missing y.',
  ])
})
