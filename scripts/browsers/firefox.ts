import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bidi, connectBidi } from './bidi.ts'

/** Debian's; `npm run test:browsers -- --install` fetches it. */
const program = 'firefox-esr'

export function installFirefox(): void {
  const { status } = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', program], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`apt-get could not install ${program}; install it as root, or on a Debian machine`)
}

/** Starts Firefox without a window of the screen, on a profile of its own. */
export async function startFirefox(): Promise<{ bidi: Bidi; stop(): Promise<void> }> {
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
    return { bidi, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
