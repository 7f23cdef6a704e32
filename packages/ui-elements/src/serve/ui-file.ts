import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { UiFile } from '@sillage/core'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
}
const compress = promisify(gzip)

/** A file of this name with this text; compressed once, for all who ask for it. */
export async function uiFile(name: string, body: string): Promise<UiFile> {
  return {
    contentType: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    body,
    gzip: await compress(body, { level: 9 }),
    hash: hashOf(body),
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}
