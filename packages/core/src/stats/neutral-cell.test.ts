import { expect, it } from 'vitest'
import { neutralCell } from './neutral-cell.ts'

it.each([
  ['=cmd()', "'=cmd()"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum(a1)', "'@sum(a1)"],
  ['＝cmd()', "'＝cmd()"],
  ['\t=cmd()', "'\t'=cmd()"],
  ['\r=cmd()', "'\r'=cmd()"],
  ['Port;=cmd()', "Port;'=cmd()"],
  ['Port";"=cmd()', 'Port";"\'=cmd()'],
  ['Port\n=cmd()', "Port\n'=cmd()"],
  ['Port; -1', "Port; '-1"],
])('shows %j as text', (text, expected) => {
  expect(neutralCell(text)).toBe(expected)
})

it.each(['', 'Ada', 'ada+news@example.org', 'Rue 5-7', 'a=b', 'Tom; Jerry', '550 5.1.1 no such user - gone', 'É'])(
  'leaves %j as it is',
  (text) => expect(neutralCell(text)).toBe(text),
)
