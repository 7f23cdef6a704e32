import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Option } from 'commander'
import type { AddCommand } from '../program.ts'
import { print, type Terminal } from '../terminal.ts'
import { wronglyUsed } from '../wrong-use.ts'

interface Options {
  dialect: 'sqlite' | 'postgres'
  schema?: string
}

/** What is called of a store's package. */
interface StorePackage {
  sqliteSchemaSql?: () => string
  postgresSchemaSql?: (options: { schema?: string }) => string
}

/** Prints the tables as SQL, for a host whose own tool applies migrations. */
export const addSql: AddCommand = (program, terminal) => {
  program
    .command('sql')
    .description('print the tables as SQL, for your own migration tool')
    .addOption(
      new Option('--dialect <name>', 'of which database').choices(['sqlite', 'postgres']).makeOptionMandatory(),
    )
    .option('--schema <name>', 'the schema of PostgreSQL that the tables are in')
    .action(async ({ dialect, schema }: Options) => {
      if (schema !== undefined && dialect !== 'postgres') throw wronglyUsed('--schema is of PostgreSQL alone')
      const { sqliteSchemaSql, postgresSchemaSql } = await storePackage(terminal, dialect)
      const text =
        dialect === 'sqlite' ? sqliteSchemaSql?.() : postgresSchemaSql?.(schema === undefined ? {} : { schema })
      print(terminal, (text ?? '').trimEnd())
    })
}

/** The app's own copy: its release is what the tables have to be of. */
async function storePackage({ cwd }: Terminal, dialect: Options['dialect']): Promise<StorePackage> {
  const name = `@sillage/store-${dialect}`
  for (const place of [join(cwd, 'package.json'), import.meta.url]) {
    const path = resolved(place, name)
    if (path !== undefined) return import(pathToFileURL(path).href)
  }
  throw wronglyUsed(`${name} is not installed here: npm install ${name}`)
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    return undefined
  }
}
