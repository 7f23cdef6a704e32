import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { freePort } from '../docs/free-port.ts'
import { createProject, type Program, type Project } from './create-project.ts'
import { root } from './pack-all.ts'
import { ADMIN_KEY, reader } from './use-app.ts'

const recipes = globSync('examples/recipes/*/package.json', { cwd: root }).map((file) => file.split(/[\\/]/)[2] ?? '')

/** The recipe in an empty folder, installed as its package.json says, and built. */
async function install(name: string): Promise<Project> {
  const folder = join(root, 'examples/recipes', name)
  const { dependencies, devDependencies, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const tarballs = inject('tarballs')
  const packages = Object.entries({ ...dependencies, ...devDependencies }).map(([word, range]) =>
    word in tarballs ? word : `${word}@${range}`,
  )
  const project = await createProject({ node: '24', packages, tarballs, manifest })
  for (const file of globSync('**/*', { cwd: folder }))
    if (file !== 'package.json' && statSync(join(folder, file)).isFile())
      project.write(file, readFileSync(join(folder, file), 'utf8'))
  try {
    if (manifest.scripts.build !== undefined) await project.run('npm', 'run', 'build')
    // As the images install it.
    if (name === 'docker') await project.run('npm', 'ci', '--omit=dev', '--ignore-scripts')
  } catch (error) {
    project.remove()
    throw error
  }
  return project
}

/** What Docker starts, and how it asks whether the app is well: words of the recipe's file. */
function containerCommands(): { start: string[]; health: string[] } {
  const text = readFileSync(join(root, 'examples/recipes/docker/Dockerfile.alpine'), 'utf8')
  const [health, start] = [...text.matchAll(/^ *CMD (.*)$/gm)].map(([, words = '']): string[] => JSON.parse(words))
  if (start === undefined || health === undefined) throw new Error('expected CMD of HEALTHCHECK, and CMD')
  return { start, health }
}

/** Prints how many messages are in which state. */
const states = `
import Database from 'better-sqlite3'
const rows = new Database('campaigns.db', { readonly: true })
  .prepare('select state, count(*) as n from email_deliveries group by state').all()
console.log(JSON.stringify(Object.fromEntries(rows.map(({ state, n }) => [state, n]))))
`

interface Mail {
  pixel: string
  unsubscribe: string
}

function mailsIn(smtp: FaultySmtpServer): Mail[] {
  const texts = smtp.accepted().map(({ raw }) =>
    raw
      .toString()
      .replace(/=\r\n/g, '')
      .replace(/\r\n[ \t]+/g, ' '),
  )
  return texts.map((text) => ({
    pixel: /http:[^"\s]*\/track\/pixel\/[a-z0-9]+/.exec(text)?.[0] ?? '',
    unsubscribe: /^List-Unsubscribe:[^\r]*<(http:[^>]+)>/im.exec(text)?.[1] ?? '',
  }))
}

describe.for(recipes)('the recipe %s', (name) => {
  let smtp: FaultySmtpServer
  let project: Project
  let program: Program
  let app: string
  const asked = async (path: string, body?: unknown) => {
    const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
    const answer = await fetch(
      app + path,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    )
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json()
  }
  const campaign = { name: 'News', subject: 'News', html: '<p>News</p>' }

  beforeAll(async () => {
    smtp = await faultySmtpServer()
    project = await install(name)
    const port = await freePort()
    app = `http://127.0.0.1:${port}`
    const DATABASE = join(project.folder, 'campaigns.db')
    const env = { PORT: `${port}`, SMTP_URL: smtp.url, MAIL_URL: `${app}/mail`, ADMIN_KEY, DATABASE }
    program = project.script('start', { ...env, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', NODE_ENV: 'production' })
    const ended = program.ended.then((code) => {
      throw new Error(`the app ended with ${code}:\n${program.printed()}`)
    })
    ended.catch(() => undefined)
    const answers = () => vi.waitFor(() => asked('/mail/api/campaigns'), { timeout: 60_000, interval: 50 })
    await Promise.race([ended, answers()])
  }, 600_000)
  afterAll(async () => {
    await program?.stop()
    project?.remove()
    await smtp.close()
  })

  it('sends, is read and left by one click from another site, with the address that the proxy names', async () => {
    expect(await fetch(`${app}/`).then((answer) => answer.text())).toContain('The app')
    const { id } = await asked('/mail/api/campaigns', { ...campaign, recipients: [{ email: 'zoe@example.net' }] })
    const [mail] = await vi.waitFor(
      () => {
        expect(smtp.accepted()).toHaveLength(1)
        return mailsIn(smtp)
      },
      { timeout: 60_000 },
    )
    // What a client writes itself stands first; the proxy's word is the last one.
    const headers = { ...reader, 'x-forwarded-for': '198.51.100.9, 203.0.113.7' }
    expect((await fetch(mail?.pixel ?? '', { headers })).headers.get('content-type')).toBe('image/gif')
    const left = await fetch(mail?.unsubscribe ?? '', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    })
    expect(left.status).toBe(200)
    const stats = await asked(`/mail/api/tracking/campaigns/${id}`)
    expect(stats).toMatchObject({ sent: 1, opens: { unique: 1 }, unsubscribes: 1 })
    const { items } = await asked(`/mail/api/tracking/campaigns/${id}/messages`)
    const events = await asked(`/mail/api/tracking/messages/${items[0].id}/events`)
    expect(events.items.map(({ type, ip }: { type: string; ip: string }) => `${type} ${ip}`)).toContain(
      'open 203.0.113.0',
    )
    expect((await fetch(`${app}/mail/api/campaigns`)).status).toBe(403)
  })

  it.runIf(name === 'docker')('is well by HEALTHCHECK of its images while it answers', async () => {
    const { start, health } = containerCommands()
    expect(start.join(' ')).toBe(JSON.parse(readFileSync(join(project.folder, 'package.json'), 'utf8')).scripts.start)
    const [command = '', ...words] = health
    const asks = (port: string) => project.run(command, ...words.map((word) => word.replace('3000', port)))
    await asks(new URL(app).port)
    await expect(asks(`${await freePort()}`)).rejects.toThrow('failed')
  })

  it('finishes the mails on the wire at SIGTERM, and ends', async () => {
    const before = smtp.accepted().length
    smtp.setScript(({ at }) => (at === 'final' ? { at, delayMs: 100 } : undefined))
    const recipients = Array.from({ length: 400 }, (_, n) => ({ email: `ada${n}@example.net` }))
    await asked('/mail/api/campaigns', { ...campaign, recipients, delayMs: 10 })
    await vi.waitFor(() => expect(smtp.accepted().length).toBeGreaterThan(before + 10), {
      timeout: 60_000,
      interval: 5,
    })
    program.signal('SIGTERM')
    await program.ended
    project.write('states.mjs', states)
    const sent = smtp.accepted().length
    expect(JSON.parse(await project.run('node', 'states.mjs'))).toEqual({ sent, queued: 401 - sent })
    expect(sent).toBeLessThan(401)
  })
})
