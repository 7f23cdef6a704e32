export interface Chromium {
  path: string
  args: string[]
  env: Record<string, string>
}

export function findChromium(): Promise<Chromium>
