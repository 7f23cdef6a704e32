const romans: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function roman(number: number): string {
  let [out, left] = ['', number]
  for (const [value, sign] of romans) for (; left >= value; left -= value) out += sign
  return out
}

function letters(number: number): string {
  let out = ''
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26))
    out = String.fromCharCode(97 + ((left - 1) % 26)) + out
  return out
}

/** The number of a list's item as its `type` asks for; in figures where the Romans had none. */
export function listNumber(number: number, type: string | undefined): string {
  if (number < 1 || number > 3_999) return String(number)
  const kind = type?.toLowerCase()
  const text = kind === 'a' ? letters(number) : kind === 'i' ? roman(number) : String(number)
  return type === kind ? text : text.toUpperCase()
}
