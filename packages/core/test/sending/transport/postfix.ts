import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianPackage } from '../../../../../scripts/debian-package.ts'
import { ended, greets } from '../../../../../scripts/server-for-tests.ts'
import { freePort } from '../../../../store-postgres/test/free-port.ts'
import { certificate } from '../certificate.ts'

/** Postfix wants an account and a group of its own. These own nothing, and are on every Debian. */
const owner = { name: 'daemon', uid: idOf('passwd', 'daemon'), gid: idOf('group', 'daemon') }
const dropGroup = { name: 'mail', gid: idOf('group', 'mail') }
/** It ends by itself after so many seconds, should its test be killed. */
const longestSeconds = 900

/** What a test decides of its Postfix. */
export interface PostfixSettings {
  /** Where a Dovecot answers whether a login is right. */
  authPort: number
  /** Lines of `main.cf`, beside those that every test has. */
  main: Record<string, string | number>
  /** Tables in the format of `regexp_table(5)`, by name; `main` has them as `regexp:$tables/name`. */
  tables: Record<string, string>
}

/** A Postfix of a test's own, which takes mail after STARTTLS and a login, and throws away what it has taken. */
export interface Postfix {
  port: number
  /** What it has logged so far. */
  log(): string
  /** Ends every connection, stops, and deletes all of it. */
  remove(): Promise<void>
}

/** Starts Postfix of Debian's packages on a free port of 127.0.0.1, without any of the machine's settings. */
export async function startPostfix(settings: PostfixSettings): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'postfix-'))
  const programs = await postfixPrograms()
  const port = await freePort()
  layOut(folder)
  writeFileSync(join(folder, 'tls.pem'), `${certificate.key}${certificate.cert}`)
  for (const [name, text] of Object.entries(settings.tables)) writeFileSync(join(folder, 'tables', name), text)
  writeFileSync(join(folder, 'main.cf'), mainSettings(folder, programs.root, settings))
  writeFileSync(join(folder, 'master.cf'), services(port))

  const words = ['-c', folder, '-d', '-e', String(longestSeconds)]
  // It ends its whole process group when it stops.
  const server = spawn(join(programs.root, 'usr/lib/postfix/sbin/master'), words, {
    env: programs.env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (piece) => {
    said += piece
  })
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '')
  const remove = async () => {
    await ended(server)
    rmSync(folder, { recursive: true })
    await programs.remove()
  }
  await greets({ name: 'Postfix', port, words: '220 ', log: () => said + log(), remove })
  return { port, log, remove }
}

interface Programs {
  root: string
  env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

/** Those of the machine, or of the package that is unpacked for this test. */
async function postfixPrograms(): Promise<Programs> {
  if (existsSync('/usr/lib/postfix/sbin/master')) return { root: '/', env: {}, remove: async () => undefined }
  const { unpacked, remove } = await debianPackage('postfix')
  const libraries = [join(unpacked, 'usr/lib/postfix'), ...globSync(join(unpacked, 'usr/lib/*-linux-*/'))]
  return { root: unpacked, env: { LD_LIBRARY_PATH: libraries.join(':') }, remove }
}

/** The folders of `postfix-files(5)`, with the owners that Postfix checks. */
function layOut(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of ['queue', 'queue/pid', 'data', 'tables']) mkdirSync(join(folder, name), { mode: 0o755 })
  const own = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private', 'saved']
  for (const name of [...own, 'trace', 'public', 'maildrop']) mkdirSync(join(folder, 'queue', name), { mode: 0o700 })
  for (const path of globSync(join(folder, '{data,queue/*}')))
    if (!path.endsWith('pid')) chownSync(path, owner.uid, owner.gid)
  for (const [name, mode] of [
    ['public', 0o710],
    ['maildrop', 0o730],
  ] as const) {
    chownSync(join(folder, 'queue', name), owner.uid, dropGroup.gid)
    chmodSync(join(folder, 'queue', name), mode)
  }
}

function mainSettings(folder: string, root: string, { authPort, main }: PostfixSettings): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    daemon_directory: join(root, 'usr/lib/postfix/sbin'),
    shlib_directory: join(root, 'usr/lib/postfix'),
    command_directory: join(root, 'usr/sbin'),
    meta_directory: join(root, 'etc/postfix'),
    mail_owner: owner.name,
    setgid_group: dropGroup.name,
    import_environment: 'LD_LIBRARY_PATH MAIL_CONFIG',
    maillog_file: `${folder}/log`,
    maillog_file_prefixes: folder,
    // Short ones are given again once their mail is gone.
    enable_long_queue_ids: 'yes',
    myhostname: 'mail.example',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    // Nobody is trusted for where they connect from.
    mynetworks: '',
    mydestination: '',
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    smtpd_tls_chain_files: `${folder}/tls.pem`,
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_loglevel: 1,
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'dovecot',
    smtpd_sasl_path: `inet:127.0.0.1:${authPort}`,
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    tables: `${folder}/tables`,
    ...main,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')
}

/** Those of `master.cf` that take mail, none with a chroot. */
const services = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

/** The number of an account or of a group of this machine. */
function idOf(file: 'passwd' | 'group', name: string): number {
  const line = readFileSync(`/etc/${file}`, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`))
  return Number(line?.split(':')[2])
}
