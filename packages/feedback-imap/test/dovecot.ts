import { spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { debianPackage } from '../../../scripts/debian-package.ts'
import { ended, greets } from '../../../scripts/server-for-tests.ts'
import { freePort } from '../../store-postgres/test/free-port.ts'

/** Dovecot refuses to run as root; the account that owns nothing is on every Debian. */
const nobody = 65_534
/** Compiled into Dovecot; whatever stands in for it may not be longer. */
const modulesPath = '/usr/lib/dovecot/modules'

/** A Dovecot of a test's own, with one user: `bounces`, whose password is `secret`. */
export interface Dovecot {
  port: number
  /** Where a mail server asks whether a login is right. */
  authPort: number
  /** Puts a mail into the inbox, as a mail server does that delivers it. */
  deliver(raw: string): void
  /** Ends every connection, stops, and deletes all of it. */
  remove(): Promise<void>
}

/** Starts Dovecot 2.3 of Debian's packages on a free port of 127.0.0.1, without any of the machine's settings. */
export async function startDovecot(): Promise<Dovecot> {
  // Short, because of the path of the modules; sockets may not have long names either.
  const folder = mkdtempSync('/tmp/imap-')
  const programs = await dovecotPrograms(folder)
  const port = await freePort()
  const authPort = await freePort()
  const inbox = join(folder, 'mail')
  for (const path of ['run', 'mail', 'mail/cur', 'mail/new', 'mail/tmp']) mkdirSync(join(folder, path))
  const owner = userInfo().uid === 0 ? nobody : userInfo().uid
  const group = userInfo().uid === 0 ? nobody : userInfo().gid
  for (const path of [folder, ...globSync(join(folder, '{run,mail,mail/*}'))]) chownSync(path, owner, group)
  const settings = join(folder, 'dovecot.conf')
  writeFileSync(join(folder, 'users'), 'bounces:{PLAIN}secret::::::\n')
  writeFileSync(settings, configuration(folder, programs.root, { port, authPort }, owner, group))

  const { env } = programs
  // As the program reads its settings by another one, at a path that is compiled in, this one begins.
  const words = ['-c', settings, '-p', '-m', 'master', '-e', join(programs.root, 'usr/sbin/dovecot'), '-F']
  const server = spawn(join(programs.root, 'usr/bin/doveconf'), words, { cwd: folder, uid: owner, gid: group, env })
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '')
  let delivered = 0
  const remove = async () => {
    await ended(server)
    rmSync(folder, { recursive: true })
    await programs.remove()
  }
  await greets({ name: 'Dovecot', port, words: '* OK', log, remove })
  return {
    port,
    authPort,
    deliver(raw) {
      delivered += 1
      writeFileSync(join(inbox, 'new', `${delivered}.test.host`), raw)
    },
    remove,
  }
}

interface Programs {
  root: string
  env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

/** Those of the machine, or of the package that is unpacked for this test. */
async function dovecotPrograms(folder: string): Promise<Programs> {
  if (existsSync('/usr/sbin/dovecot')) return { root: '/', env: {}, remove: async () => undefined }
  const { unpacked, remove } = await debianPackage('dovecot-imapd')
  const own = join(unpacked, 'usr/lib/dovecot')
  symlinkSync(join(own, 'modules'), join(folder, 'm'))
  const library = join(own, 'libdovecot.so.0.0.0')
  const instead = Buffer.alloc(modulesPath.length)
  instead.write(join(folder, 'm'))
  const content = readFileSync(library)
  instead.copy(content, content.indexOf(`${modulesPath}\0`))
  writeFileSync(library, content)
  const libraries = [own, ...globSync(join(own, 'modules/{,*/}')), ...globSync(join(unpacked, 'usr/lib/*/'))]
  return { root: unpacked, env: { LD_LIBRARY_PATH: libraries.join(':') }, remove }
}

type Ports = Pick<Dovecot, 'port' | 'authPort'>

function configuration(folder: string, root: string, { port, authPort }: Ports, owner: number, group: number): string {
  const own = join(root, 'usr/lib/dovecot')
  const user = owner === nobody ? 'nobody' : userInfo().username
  const ofGroup = owner === nobody ? 'default_internal_group = nogroup' : ''
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
libexec_dir = ${own}
mail_plugin_dir = ${own}/modules
login_plugin_dir = ${own}/modules/login
import_environment = LD_LIBRARY_PATH
protocols = imap
ssl = no
ssl_client_ca_dir =
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = ${user}
default_login_user = ${user}
${ofGroup}
first_valid_uid = 1
mail_location = maildir:${folder}/mail
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${folder}/mail
}
service config {
  executable = config -c ${folder}/dovecot.conf
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${authPort}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`
}
