import { expect, it } from 'vitest'
import { addressKey } from './address-key.ts'

it.each([
  ['Ann@Example.ORG ', 'ann@example.org'],
  ['max@bücher.example', 'max@xn--bcher-kva.example'],
  ['MAX@BÜCHER.example', 'max@xn--bcher-kva.example'],
  ['max@xn--bcher-kva.example', 'max@xn--bcher-kva.example'],
  ['max@XN--BCHER-KVA.example', 'max@xn--bcher-kva.example'],
  ['max@bu\u0308cher.example', 'max@xn--bcher-kva.example'],
  ['max@STRAẞE.example', 'max@xn--strae-oqa.example'],
  ['max@straße.example', 'max@xn--strae-oqa.example'],
  ['max@ΟΔΟΣ.example', 'max@xn--pxavbq.example'],
  ['max@ΟΔΟΣ。example', 'max@xn--pxavbq.example'],
  ['max@οδοσ.example', 'max@xn--pxavbq.example'],
  ['max@ｅx\u00adam\u200bple。org\ufeff', 'max@example.org'],
  ['max@bücher.example/x', 'max@bücher.example/x'],
  ['max@bücher%2eexample', 'max@bücher%2eexample'],
  ['"a@b"@Example.org', '"a@b"@example.org'],
  ['erased-7@invalid', 'erased-7@invalid'],
  ['no address', 'no address'],
  ['', ''],
])('%o is the mailbox %o', (email, key) => {
  expect(addressKey(email)).toBe(key)
  expect(addressKey(key)).toBe(key)
})
