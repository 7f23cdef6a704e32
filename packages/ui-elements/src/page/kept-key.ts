/** The key of one mount, kept until its tab is closed, also when the page is loaded again. */
export interface KeptKey {
  get(): string | undefined
  set(key: string): void
  forget(): void
}

/** Kept in sessionStorage as `sillage-key:/mail/`; in a browser that refuses it, in the page alone. */
export function keptKey(mountPath: string): KeptKey {
  const name = `sillage-key:${mountPath}`
  const tried = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    get: () => tried(() => sessionStorage.getItem(name)) ?? undefined,
    set: (key) => tried(() => sessionStorage.setItem(name, key)),
    forget: () => tried(() => sessionStorage.removeItem(name)),
  }
}
