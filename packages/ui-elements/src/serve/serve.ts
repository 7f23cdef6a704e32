/**
 * The interface for a mount of the routes: `sillageRouter(sillage, { authorize, ui })` answers it at `/ui` below the
 * mount. For servers; no bundler is needed.
 *
 * @module @sillage/ui-elements/serve
 */

import type { Ui, UiFile } from '@sillage/core'
import { expect } from '@sillage/core/http'
import { type Bundle, bundle } from './bundle.ts'
import { ownNamesOf } from './own-names.ts'
import { pageHtml } from './page-html.ts'
import { hashOf, uiFile } from './ui-file.ts'
import { languageFor, type PageLanguage } from './words.ts'

/** Options of `createUi`; none is needed. Checked when it is made, `invalid_option`. */
export interface UiOptions {
  /** The colours of the page: `light`, `dark`, or `auto` for the reader's own. @default 'auto' */
  theme?: 'light' | 'dark' | 'auto' | undefined
  /**
   * A stylesheet of yours behind the page's own, such as `:root { --sillage-accent: #5b3fd6 }`: the custom properties
   * and parts of the elements. It is public. @default none
   */
  css?: string | undefined
  /** The language of the page: `en` or `fr`. @default what the browser asks for, else English */
  lang?: PageLanguage | undefined
  /**
   * The header in which `authorize` expects a key, such as `x-admin-key`, for hosts without a login: the page asks for
   * the key, keeps it until its tab is closed and sends it with each request. @default none: where a visitor is refused
   * (401 or 403), the page says to sign in
   */
  askKey?: string | undefined
}

const checks: expect.Checks<UiOptions> = {
  theme: expect.oneOf('light', 'dark', 'auto'),
  css: expect.text(),
  lang: expect.oneOf('en', 'fr'),
  askKey: expect.text('the name of a header, such as x-admin-key', (name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)),
}

/**
 * What the page may load: itself and what the mount answers. Mails that are previewed have their styles inline, and
 * pictures from wherever their author put them; no script is run but the two files.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' http: https: data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** Made when the first page or file is asked for. */
let made: Promise<ReadonlyMap<string, UiFile>> | undefined

/**
 * The interface with other colours, another language, or a question for a key: `ui: createUi({ theme: 'dark' })`. Does
 * no I/O before it is asked for. Throws `invalid_option` for options that could not work, or are misspelt.
 */
export function createUi(options: UiOptions = {}): Ui {
  const { theme = 'auto', css, lang, askKey } = expect.checkOptions('createUi', options, checks)
  let own: Promise<ReadonlyMap<string, UiFile>> | undefined
  const files = () => {
    own ??= withStyles(css)
    return own
  }
  return {
    async page({ baseUrl, urlOf, names, webSocket, languages }) {
      const all = await files()
      const body = pageHtml({
        language: lang ?? languageFor(languages),
        theme,
        settings: { baseUrl, names: ownNamesOf(names), webSocket, askKey },
        addressOf: (file) => urlOf(file, all.get(file)?.hash),
      })
      return {
        contentType: 'text/html; charset=utf-8',
        body,
        hash: hashOf(body),
        headers: { 'content-security-policy': POLICY, 'referrer-policy': 'same-origin' },
      }
    },
    file: async (name) => (await files()).get(name),
  }
}

/**
 * The interface as it is, for a mount's option `ui`: in the colours and the language of whoever opens it, for hosts
 * whose `authorize` asks their own session.
 */
export const ui: Ui = createUi()

/** The files of all interfaces, with a stylesheet of its own where one was given. */
async function withStyles(css: string | undefined): Promise<ReadonlyMap<string, UiFile>> {
  made ??= bundle().then(filesOf)
  const files = await made
  if (css === undefined) return files
  const name = 'page.css'
  return new Map(files).set(name, await uiFile(name, `${files.get(name)?.body ?? ''}\n${css}`))
}

async function filesOf(sources: Bundle): Promise<ReadonlyMap<string, UiFile>> {
  const named = Object.entries(sources).map(async ([name, text]) => [name, await uiFile(name, text)] as const)
  return new Map(await Promise.all(named))
}
