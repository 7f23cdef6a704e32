import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { sqliteStore } from '@sillage/store-sqlite'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../store-postgres/test/test-database.ts'
import { showProgress } from '../src/progress.ts'
import { installation, runHere, runSillage } from './run-sillage.ts'

// Processes are started, each of which loads all sources.
vi.setConfig({ testTimeout: 60_000 })

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sillage-cli-'))
})
afterEach(() => rm(cwd, { recursive: true }))

const config = ['--config', installation]
/** Makes the tables without a process for it. */
async function migrated(): Promise<void> {
  const store = sqliteStore({ filename: join(cwd, 'campaigns.db') })
  await store.migrate()
  await store.close()
}
const inFile = () => ({ cwd, env: { DATABASE: join(cwd, 'campaigns.db') } })

describe('the command', () => {
  it.each([[], ['init'], ['doctor'], ['migrate'], ['sql'], ['import']].map((words) => [words.join(' '), words]))(
    'shows help for "%s" on a screen of 24 lines and 80 columns, without colours',
    async (_, words) => {
      const { code, out } = await runHere([...(words as string[]), '--help'], cwd)
      const lines = out.trimEnd().split('\n')
      expect(code).toBe(0)
      expect(lines.length).toBeLessThanOrEqual(24)
      expect(lines.filter((line) => line.length > 80 || line.includes('\u001b'))).toEqual([])
    },
  )

  it.each<[string[], RegExp]>([
    [[], /Usage: sillage/],
    [['dance'], /unknown command 'dance'/],
    [['doctor', '--loud'], /unknown option '--loud'/],
    [['doctor'], /there is no sillage\.\{ts,mts,js,mjs,cjs\}/],
    [['doctor', '--config', 'missing.ts'], /there is no file .*missing\.ts/],
    [['doctor', '--config', 'empty.mjs'], /empty\.mjs exports no installation/],
    [['doctor', ...config, '--dns', 'a name'], /--dns: expected the IP address/],
    [['doctor', ...config, '--from', 'nobody'], /--from: expected an address/],
    [['migrate', ...config, '--advance-ids', '-1'], /Expected a whole number/],
    [['sql'], /required option '--dialect <name>'/],
    [['sql', '--dialect', 'mysql'], /Allowed choices are sqlite, postgres/],
    [['sql', '--dialect', 'sqlite', '--schema', 'mail'], /--schema is of PostgreSQL/],
    [['doctor', '--config', '.'], /there is no file/],
    [['import', 'missing.csv', ...config], /there is no file .*missing\.csv/],
    [['import', '.', ...config], /is a folder/],
    [['import', 'empty.mjs/a.csv', ...config], /cannot be read \(ENOTDIR\)/],
    [['import', 'empty.mjs', '--column', 'email=A', '--column', 'name=A'], /Each column holds one field/],
    [['import', 'empty.mjs', '--column', 'email=A', '--column', 'email=B'], /each field is in one column/],
    [['init', 'empty.mjs', '--framework', 'express', '--database', 'sqlite'], /folder .*empty\.mjs cannot be made/],
    [['init', 'empty.mjs/app', '--framework', 'express', '--database', 'sqlite'], /cannot be made \(ENOTDIR\)/],
    [['init', '/proc/app/mails', '--framework', 'express', '--database', 'sqlite'], /cannot be made \(E\w+\)/],
    [['init', 'app', '--from', 'nobody'], /Expected an address/],
    [['init', 'app', '--from', 'A\nB <a@b.example>'], /Expected an address/],
    [['init', 'app', '--from', 'Ada <>'], /Expected an address/],
    [['import', 'empty.mjs', ...config, '--column', 'email'], /Expected field=header/],
    [['init'], /--framework express\|fastify --database sqlite\|postgres/],
  ])('called as %j ends with 2 and says what is right', async (words, said) => {
    await writeFile(join(cwd, 'empty.mjs'), 'export const other = 1')
    const { code, out, err } = await (words.includes(installation) ? runSillage(words, { cwd }) : runHere(words, cwd))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(said) })
  })

  it('ends with 1 and the words of the error where the app cannot be loaded, and prints its own version', async () => {
    await writeFile(join(cwd, 'sillage.mjs'), 'throw new Error("the app has a fault")')
    expect(await runSillage(['migrate'], { cwd })).toMatchObject({ code: 1, err: expect.stringMatching('has a fault') })
    expect(await runSillage(['--version'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })
})

it('does without a file of variables where `.env` is a folder', async () => {
  await mkdir(join(cwd, '.env'))
  expect(await runHere(['sql', '--dialect', 'sqlite'], cwd)).toMatchObject({ code: 0, err: '' })
})

it('is done to its end when its answer is not read', async () => {
  expect(await runSillage(['sql', '--dialect', 'sqlite'], { cwd, unread: true })).toEqual({ code: 0, out: '', err: '' })
})

describe('progress', () => {
  const listeners = () => [
    ...['SIGINT', 'SIGTERM', 'exit'].map((name) => process.listenerCount(name)),
    ...['data', 'keypress', 'readable'].map((name) => process.stdin.listenerCount(name)),
  ]
  const on = (isTTY: boolean) => {
    let written = ''
    const err = Object.assign(new PassThrough(), { isTTY }).on('data', (piece) => (written += piece))
    return {
      terminal: { cwd, input: new PassThrough(), out: new PassThrough(), err, interactive: isTTY },
      said: () => written,
    }
  }

  it('is a line on a terminal, which leaves keys, input and signals alone', async () => {
    const before = listeners()
    const { terminal, said } = on(true)
    const shown = showProgress(terminal, 'Importing', 200)
    for (const by of [1, 0, 99, 500]) shown.advance(by)
    expect(listeners()).toEqual(before)
    shown.stop()
    expect(said()).toBe('\rImporting … 0 %\rImporting … 50 %\rImporting … 100 %\r\u001b[2K')
  })

  it.each([
    ['is a label where the whole is not known', true, '\rExamining …\r\u001b[2K'],
    ['is nothing without a terminal', false, ''],
  ])('%s', (_, isTTY, expected) => {
    const { terminal, said } = on(isTTY)
    const shown = showProgress(terminal, 'Examining')
    shown.advance(5)
    shown.stop()
    expect(said()).toBe(expected)
  })
})

describe('migrate', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  }, 60_000)
  afterAll(() => database.close())

  it('makes the tables in SQLite, of the module that it finds, with the variables of .env', async () => {
    await writeFile(join(cwd, 'sillage.ts'), `export { sillage as default } from ${JSON.stringify(installation)}`)
    await writeFile(join(cwd, '.env'), `DATABASE=${join(cwd, 'campaigns.db')}\n`)
    const first = await runSillage(['migrate', '--json'], { cwd })
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('the app says something') })
    expect(JSON.parse(first.out)).toEqual({
      store: 'sqlite',
      applied: [expect.stringContaining('initial')],
      advancedIds: 0,
    })
    const again = await runSillage(['migrate', '--advance-ids', '1000'], { cwd })
    expect(again.out).toBe('The tables (sqlite) are up to date.\nSkipped 1000 ids in each table.\n')
  })

  it('makes them in PostgreSQL', async () => {
    const env = { DATABASE: database.url, SCHEMA: database.schema() }
    const first = await runSillage(['migrate', ...config], { cwd, env })
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^The tables \(postgres\) are made: .*initial/) })
  })

  it('ends with 1 where the database is not there', async () => {
    const ended = await runSillage(['migrate', ...config], { cwd, env: { DATABASE: '/nowhere/campaigns.db' } })
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('folder of the SQLite database') })
  })
})

describe('sql', () => {
  it.each([['sqlite'], ['postgres']])(
    'prints the tables for %s, and nothing is left for migrate',
    async (dialect) => {
      const words = ['sql', '--dialect', dialect, ...(dialect === 'postgres' ? ['--schema', 'mail'] : [])]
      const first = await runSillage(words, { cwd })
      expect(first.code).toBe(0)
      expect(first.out).toContain(
        dialect === 'postgres' ? 'create table "mail".email_campaigns' : 'create table email_campaigns',
      )
      if (dialect === 'postgres') return
      new Database(join(cwd, 'campaigns.db')).exec(first.out).close()
      const after = await runSillage(['migrate', ...config], inFile())
      expect(after.out).toBe('The tables (sqlite) are up to date.\n')
    },
    60_000,
  )
})

describe('import', () => {
  const csv = 'Adresse;Nom;Ville\nada@example.org;Ada;London\nada@example.org;Ada;London\nnobody;;\n'
  const rows = () =>
    new Database(join(cwd, 'campaigns.db')).prepare('select email, name, owner from email_contacts').all()

  it('adds contacts by the columns that are named, and ends with 1 where rows are left out', async () => {
    await migrated()
    await writeFile(join(cwd, 'contacts.csv'), csv)
    const words = ['import', 'contacts.csv', ...config, '--column', 'email=Adresse', '--column', 'name=Nom']
    const first = await runSillage(words, inFile())
    expect(first.code).toBe(1)
    expect(first.out).toMatch(/^1 added, 1 there already, 1 left out\.\n {2}line 4: .+\n$/)
    const again = await runSillage([...words, '--json'], inFile())
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, duplicateCount: 2, invalid: [{ line: 4 }] })
    expect(rows()).toEqual([{ email: 'ada@example.org', name: 'Ada', owner: '' }])
  })

  it('reads standard input, for a tenant, whom it asks for where one has to be named', async () => {
    const { cwd, env } = inFile()
    const required = { cwd, env: { ...env, TENANTS: 'required' }, input: 'email\nada@example.org\n' }
    await migrated()
    const forgotten = await runSillage(['import', '-', ...config], required)
    expect(forgotten).toMatchObject({ code: 2, err: expect.stringContaining('by --tenant') })
    const named = await runSillage(['import', '-', ...config, '--tenant', 'acme'], required)
    expect(named).toMatchObject({ code: 0, out: '1 added, 0 there already, 0 left out.\n' })
    expect(rows()).toEqual([{ email: 'ada@example.org', name: null, owner: 'acme' }])
  })

  it.each([
    ['a field that no contact has is wrong use', 2, ['--column', 'mail=Adresse'], /columns/],
    ['a header without addresses is a fault', 1, ['--column', 'email=Mail'], /header line with an email column/],
  ])('%s', async (_, code, words, said) => {
    await writeFile(join(cwd, 'contacts.csv'), csv)
    await migrated()
    const ended = await runSillage(['import', 'contacts.csv', ...config, ...words], inFile())
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(said) })
  })
})

describe('init', () => {
  it.each(
    ['express', 'fastify'].flatMap((framework) => ['sqlite', 'postgres'].map((database) => [framework, database])),
  )('writes an app of %s and %s, and replaces none without --force', async (framework, database) => {
    const words = ['init', 'app', '--framework', framework, '--database', database, '--from', `D'Arcy <d@shop.test>`]
    const first = await runHere([...words, '--json'], cwd)
    expect(first.code).toBe(0)
    const { written, kept, install } = JSON.parse(first.out)
    expect({ written, kept }).toEqual({
      written: ['sillage.ts', 'app.ts', 'package.json', 'tsconfig.json', '.env', '.gitignore'],
      kept: [],
    })
    const read = (name: string) => readFile(join(cwd, 'app', name), 'utf8')
    const manifest = JSON.parse(await read('package.json'))
    expect(install).toEqual(Object.entries(manifest.dependencies).map(([name, range]) => `${name}@${range}`))
    const imported = [await read('sillage.ts'), await read('app.ts')]
      .join()
      .matchAll(/from '(?!node:)([^'.]+?)(?:\/serve)?'/g)
    expect(Object.keys(manifest.dependencies).sort()).toEqual(
      [...new Set([...imported].map(([, name]) => name))].sort(),
    )
    expect(await read('sillage.ts')).toContain(`'D\\'Arcy <d@shop.test>'`)

    await writeFile(join(cwd, 'app', 'app.ts'), 'mine')
    const again = await runHere(words, cwd)
    expect(again).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/sillage\.ts and app\.ts .* --force/) })
    expect(await read('app.ts')).toBe('mine')
    const key = await read('.env')
    const forced = await runHere([...words, '--force'], cwd)
    expect(forced.out).toContain('Left as they were: package.json, tsconfig.json, .env, .gitignore.')
    expect(forced.out).toContain('Put ADMIN_KEY, a secret, into .env')
    expect(forced.out.includes('DATABASE_URL')).toBe(database === 'postgres')
    expect(await read('app.ts')).toContain('sillage.start()')
    expect(await read('.env')).toBe(key)
  })
})
