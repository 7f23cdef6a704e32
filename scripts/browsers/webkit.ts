import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../examples/demo/src/free-port.ts'
import { type Browser, type BrowserWindow, installPackages } from './browser.ts'

const program = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`

const capabilities = {
  alwaysMatch: { 'webkitgtk:browserOptions': { binary: program, args: ['--automation'] } },
}

/** The engine of Safari, its WebDriver, and a screen that nobody sees. */
export const installWebKit = (): void => installPackages('webkit2gtk-driver', 'xvfb')

/** Starts WebKitGTK by its WebDriver, on a screen and in a home of its own. */
export async function startWebKit(): Promise<Browser> {
  if (!existsSync(program)) throw new Error('There is no WebKitGTK: npm run test:browsers -- --install')
  const home = await mkdtemp(join(tmpdir(), 'sillage-webkit-'))
  const started: ChildProcess[] = []
  const stop = async () => {
    for (const one of started.reverse()) {
      const ended = new Promise((resolve) => one.once('exit', resolve))
      if (one.exitCode === null && one.kill()) await ended
    }
    await rm(home, { recursive: true, force: true })
  }
  try {
    const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    started.push(screen)
    const display = await firstLine(screen)
    const port = await freePort()
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        HOME: home,
        DISPLAY: `:${display}`,
        LIBGL_ALWAYS_SOFTWARE: '1',
        // Its sandbox needs rights that containers do not give.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    })
    started.push(driver)
    const send = driverAt(`http://127.0.0.1:${port}`)
    await answers(send, driver)
    let session: string | undefined
    const end = async () => {
      if (session !== undefined) await send('DELETE', session)
      session = undefined
    }
    return {
      name: 'WebKit',
      async open(url) {
        // Each has a window that nothing covers, and no drafts of the one before.
        await end()
        const { sessionId } = (await send('POST', '/session', { capabilities })) as { sessionId: string }
        session = `/session/${sessionId}`
        return openPage(send, session, url)
      },
      async stop() {
        await end().catch(() => undefined)
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Send = (method: string, path: string, body?: object) => Promise<unknown>

function driverAt(base: string): Send {
  return async (method, path, body) => {
    const response = await fetch(base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null }
    if (value?.error !== undefined) throw new Error(`${path}: ${value.error}: ${value.message}`)
    return value
  }
}

/** Asks the driver until it listens, or has ended. */
async function answers(send: Send, driver: ChildProcess): Promise<void> {
  for (;;) {
    const isThere = await send('GET', '/status').then(
      () => true,
      () => false,
    )
    if (isThere) return
    if (driver.exitCode !== null) throw new Error('WebKitWebDriver ended')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function firstLine(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    program.stdout?.once('data', (data) => resolve(String(data).trim()))
    program.once('error', () => reject(new Error('There is no Xvfb: npm run test:browsers -- --install')))
    program.once('exit', () => reject(new Error('Xvfb ended')))
  })
}

async function openPage(send: Send, session: string, url: string): Promise<BrowserWindow> {
  await send('POST', `${session}/url`, { url })
  const read: BrowserWindow['read'] = async (expression) => {
    // No `eval`, which the page's policy refuses.
    const script = `const done = arguments[0]; (async () => (${expression}))().then((value) => done({ value }), (error) => done({ fault: String(error) }))`
    const answer = (await send('POST', `${session}/execute/async`, { script, args: [] })) as Record<string, unknown>
    if (answer.fault !== undefined) throw new Error(`${expression}: ${answer.fault}`)
    return answer.value
  }
  await read(`(() => {
    globalThis.faults = []
    addEventListener('error', ({ message }) => faults.push(message))
    addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)))
  })()`)
  return {
    read,
    act: (actions) => send('POST', `${session}/actions`, { actions }),
    faults: async () => JSON.parse(String(await read('JSON.stringify(faults)'))) as string[],
  }
}
