/** The defaults, and over them what was given; an option that is given as undefined is not given. */
export function withDefaults<T extends object>(defaults: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...defaults, ...(Object.fromEntries(set) as Partial<T>) }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** What was given; fields that are given as undefined are not given. */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>
}
