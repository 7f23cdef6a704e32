import { expect, it } from 'vitest'

/** What a wrong value may hold of a secret. */
const secret = /hunter2/

/** The functions that were held to it in this file. */
export const held = new Set<string>()

/**
 * Holds a function to refusing, when it is called, a key that its options do not have, and each of these values of each
 * of its options, which are all that it has, but for `others` that somebody else checks. `prefix` stands before their
 * paths.
 */
export function refusals(
  name: string,
  call: (options: never) => unknown,
  wrong: Readonly<Record<string, readonly unknown[]>>,
  { prefix = '', others = [] }: { prefix?: string; others?: readonly string[] } = {},
): void {
  held.add(name)
  it(`${name} refuses an option it does not know, and names those it knows`, async () => {
    const { message } = await refused(() => call({ misspelt: 1 } as never), `${prefix}misspelt`)
    const known = message.slice(message.indexOf('one of ') + 'one of '.length, message.indexOf(', got'))
    expect(known.split(', ').sort()).toEqual([...Object.keys(wrong), ...others].sort())
  })

  for (const [option, values] of Object.entries(wrong))
    it(`${name} refuses a wrong ${option}`, async () => {
      expect(values.length).toBeGreaterThan(0)
      for (const value of values) await refused(() => call({ [option]: value } as never), prefix + option)
    })
}

async function refused(call: () => unknown, path: string): Promise<{ message: string; field: string }> {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  expect(error).toMatchObject({ code: 'invalid_option', field: expect.stringMatching(/./) })
  const { message, field } = error as { message: string; field: string }
  expect([path, `${path}.`, `${path}[`].some((start) => field === path || field.startsWith(start))).toBe(true)
  expect(message.startsWith(`${field}: expected `)).toBe(true)
  expect(message).toContain(', got ')
  expect(message).not.toMatch(secret)
  return { message, field }
}
