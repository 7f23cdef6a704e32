import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bidi, connectBidi } from './bidi.ts'
import { type Browser, type BrowserWindow, installPackages } from './browser.ts'

/** Debian's; `npm run test:browsers -- --install` fetches it. */
const program = 'firefox-esr'

export const installFirefox = (): void => installPackages(program)

/** Starts Firefox without a window of the screen, on a profile of its own. */
export async function startFirefox(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'sillage-firefox-'))
  const browser = spawn(program, ['--headless', '--remote-debugging-port=0', '--profile', profile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stop = async () => {
    const ended = new Promise((resolve) => browser.once('exit', resolve))
    if (browser.kill()) await ended
    await rm(profile, { recursive: true, force: true })
  }
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      browser.stderr.on('data', (part) => {
        said += String(part)
        const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? []
        if (found !== undefined) resolve(`${found}/session`)
      })
      browser.on('error', () => reject(new Error(`There is no ${program}: npm run test:browsers -- --install`)))
      browser.on('exit', () => reject(new Error(`${program} ended: ${said}`)))
    })
    const bidi = await connectBidi(url)
    await bidi.send('session.new', { capabilities: {} })
    await bidi.send('session.subscribe', { events: ['log.entryAdded'] })
    return {
      name: 'Firefox',
      open: (page) => openWindow(bidi, page),
      async stop() {
        bidi.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openWindow(bidi: Bidi, url: string): Promise<BrowserWindow> {
  // Only a window that has the focus is sent events of it.
  const { context } = await bidi.send('browsingContext.create', { type: 'window' })
  await bidi.send('browsingContext.activate', { context })
  await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' })
  return {
    async read(expression) {
      const answer = await bidi.send('script.evaluate', { expression, target: { context }, awaitPromise: true })
      if (answer.type !== 'success') throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`)
      return (answer.result as { value?: unknown }).value
    },
    act: (actions) => bidi.send('input.performActions', { context, actions }),
    faults: async () => bidi.faults.splice(0),
  }
}
