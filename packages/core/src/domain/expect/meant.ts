import { nearest } from '../../kit/nearest.ts'

/** An options object as its table names it; `inside` is the table of an option that has fields of its own. */
export type Table = Readonly<Record<string, { readonly inside?: Table | undefined }>>

/** An option that another function takes. */
export interface Elsewhere {
  /** `tracking.opens` */
  readonly path: string
  /** How a message names the place: `campaigns.create({ tracking: { opens } })`. */
  readonly said: string
}

/**
 * The end of a message about a key that is not in the table `here`, which is the part of `whole` whose paths begin with
 * `prefix`: what was meant, if anything.
 */
export function meant(
  key: string,
  { here, whole, prefix }: { here: Table; whole: Table; prefix: string },
  elsewhere: readonly Elsewhere[] = [],
): string {
  // Two objects of the same name have been mistaken for each other.
  const same = elsewhere.find(({ path }) => prefix !== '' && path === prefix + key)
  if (same !== undefined) return belongsTo(same)
  const names = Object.keys(here)
  const paths = pathsOf(whole)
  const slip = nearest(key, names, 1) ?? paths.find((path) => nameOf(path) === key)
  if (slip !== undefined) return `; did you mean ${slip}?`
  const other = elsewhere.find(({ path }) => nameOf(path) === key)
  const place = nearest(key, names) ?? paths.find((path) => saysAll(path, key)) ?? nearPath(key, paths)
  if (other === undefined && place !== undefined) return `; did you mean ${place}?`
  const said = other ?? elsewhere.find(({ path }) => saysAll(path, key))
  return said === undefined ? '' : belongsTo(said)
}

const belongsTo = ({ said }: Elsewhere): string => `; it belongs to ${said}`

/** `tracking`, `tracking.readTime`, and so on. */
function pathsOf(table: Table, prefix = ''): string[] {
  return Object.entries(table).flatMap(([key, { inside }]) => [
    prefix + key,
    ...(inside === undefined ? [] : pathsOf(inside, `${prefix}${key}.`)),
  ])
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

function nearPath(key: string, paths: readonly string[]): string | undefined {
  const name = nearest(key, paths.map(nameOf))
  return name === undefined ? undefined : paths.find((path) => nameOf(path) === name)
}

/** Whether each word of the key begins one of the path: `trackOpens` is said by `tracking.opens`. */
function saysAll(path: string, key: string): boolean {
  const words = wordsOf(path)
  const asked = wordsOf(key)
  return asked.length > 1 && asked.every((word) => words.some((one) => one.startsWith(word)))
}

/** Of names in camel case, or with dots, hyphens or underscores. */
const wordsOf = (text: string): string[] => (text.match(/[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase())
