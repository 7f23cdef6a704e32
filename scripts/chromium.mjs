// Finds a real Chromium for tests and screenshots: CHROMIUM_PATH, an installed one, Playwright's, else the one that
// ships inside an npm package.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
/** With LANG=C a page's `navigator.language` is not a language tag. */
const LANG = 'en_US.UTF-8'
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  const own = named ?? INSTALLED.find(existsSync) ?? (await playwrights())
  if (own !== undefined) return { path: own, args: QUIET, env: { ...process.env, LANG } }
  return packaged()
}

async function playwrights() {
  const { chromium } = await import('playwright')
  const path = chromium.executablePath()
  return path !== '' && existsSync(path) ? path : undefined
}

/**
 * @sparticuz/chromium contains the binary, fonts and the shared libraries it needs, so it runs on a machine that has
 * none of them.
 */
async function packaged() {
  const before = { ...process.env }
  // The package unpacks its shared libraries only where it believes to run on such a host.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const path = await chromium.executablePath()
  // It gives its fonts and libraries to this process too: another browser that starts later must not get them.
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
  const args = chromium.args.filter(
    (arg) => !/^--(headless|single-process|no-zygote|disable-web-security|window-size)/.test(arg),
  )
  const libraries = [join(tmpdir(), 'al2023', 'lib'), before.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const fonts = before.FONTCONFIG_PATH ?? join(tmpdir(), 'fonts')
  return {
    path,
    args: [...QUIET, ...args],
    env: { ...before, LANG, FONTCONFIG_PATH: fonts, LD_LIBRARY_PATH: libraries },
  }
}
