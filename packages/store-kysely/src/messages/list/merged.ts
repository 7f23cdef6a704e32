import type { Position } from './walk.ts'

/** Two sorted lists as one, each message once. */
export function merged(a: readonly Position[], b: readonly Position[], descending: boolean): Position[] {
  const byId = new Map([...a, ...b].map((position) => [position.id, position]))
  return [...byId.values()].sort((one, other) => compare(one, other, descending))
}

function compare(a: Position, b: Position, descending: boolean): number {
  if (a.value === null || b.value === null) {
    return Number(a.value === null) - Number(b.value === null) || a.id - b.id
  }
  // By the bytes of UTF-8, as databases compare text in their plain collation.
  const order = Buffer.compare(Buffer.from(String(a.value)), Buffer.from(String(b.value))) || a.id - b.id
  return descending ? -order : order
}
