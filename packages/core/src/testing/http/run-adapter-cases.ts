import { createSillage } from '../../create-sillage.ts'
import { systemClock } from '../../domain/clock.ts'
import { type Checks, checkOptions, flag, func, list, required, text } from '../../domain/expect/index.ts'
import { namesOver, type WireNames } from '../../domain/names.ts'
import { mountChecks } from '../../http/check-mount.ts'
import { memoryStore } from '../../store/memory/memory-store.ts'
import { recordingTransport } from '../recording-transport.ts'
import {
  type AdapterCase,
  type AdapterContext,
  type AdapterHarness,
  type Answer,
  allow,
  type MountedSillage,
} from './adapter-case.ts'
import { adapterCases } from './adapter-cases.ts'

const checks: Checks<AdapterHarness> = {
  mount: required(func<AdapterHarness['mount']>),
  names: required(mountChecks.names),
  groups: list(text()),
  withoutSocket: flag,
  hostParses: flag,
}

/**
 * Registers the cases with a test runner, `runAdapterCases(it, harness)`, and returns how many it registered: compare
 * that with `adapterCases.length`, so that none is left out unnoticed. Each runs on a memory store and a recording
 * transport of its own, on the system's clock.
 */
export function runAdapterCases(
  register: (name: string, run: () => Promise<void>) => void,
  harness: AdapterHarness,
): number {
  checkOptions('runAdapterCases', harness, checks)
  const selected = adapterCases.filter(
    ({ group, socket, ownBody }) =>
      (harness.groups?.includes(group) ?? true) &&
      !(socket && harness.withoutSocket) &&
      !(ownBody && harness.hostParses),
  )
  for (const adapterCase of selected)
    register(`${adapterCase.group}: ${adapterCase.name}`, () => runCase(adapterCase, harness))
  return selected.length
}

async function runCase(adapterCase: AdapterCase, { mount, names: own }: AdapterHarness): Promise<void> {
  const names = namesOver(own)
  const closers: (() => Promise<void>)[] = []
  const start: AdapterContext['start'] = async (options = { authorize: allow }, installation = {}) => {
    const transport = recordingTransport({ clock: installation.clock ?? systemClock })
    const sillage = createSillage({
      store: memoryStore(),
      transport,
      baseUrl: 'http://mail.example/s',
      from: 'Sillage <hello@example.org>',
      privacy: { ip: 'full' },
      ...installation,
    })
    await sillage.migrate()
    await sillage.start()
    const { url, close } = await mount(sillage, { names: own, ...options })
    closers.push(close, () => sillage.close())
    return {
      sillage,
      url,
      request: requester(url, names),
      mails: () => transport.sends.map(({ raw }) => raw.toString('latin1')),
    }
  }
  try {
    await adapterCase.run({ names, start })
  } finally {
    for (const close of closers) await close()
  }
}

function requester(url: string, names: WireNames): MountedSillage['request'] {
  return async (id, { params = {}, query, body, headers, ...init } = {}) => {
    const path = names.paths[id].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
    const asJson =
      body !== undefined &&
      typeof body !== 'string' &&
      !(body instanceof Uint8Array) &&
      !(body instanceof FormData) &&
      !(body instanceof URLSearchParams)
    const response = await fetch(url + path + search, {
      redirect: 'manual',
      ...init,
      headers: { ...(asJson ? { 'content-type': 'application/json' } : {}), ...(headers as Record<string, string>) },
      ...(body === undefined
        ? {}
        : { body: asJson ? JSON.stringify(body) : (body as NonNullable<RequestInit['body']>) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: () => JSON.parse(text) as ReturnType<Answer['json']>,
    }
  }
}
