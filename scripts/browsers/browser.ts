import { spawnSync } from 'node:child_process'

/** A browser that a person uses. */
export interface Browser {
  name: string
  /** Opens the page in a window that has the focus, and waits until it is loaded. */
  open(url: string): Promise<BrowserWindow>
  stop(): Promise<void>
}

export interface BrowserWindow {
  /** The value of an expression in the page, which is a text, a figure or a promise of one. */
  read(expression: string): Promise<unknown>
  /** Keys and presses, as WebDriver describes them. */
  act(actions: object[]): Promise<unknown>
  /** Errors of the page, as they came. */
  faults(): Promise<string[]>
}

/** Debian's packages: as root, on such a machine. */
export function installPackages(...names: string[]): void {
  const { status } = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], { stdio: 'inherit' })
  if (status !== 0)
    throw new Error(`apt-get could not install ${names.join(', ')}; install them as root, or on a Debian machine`)
}
