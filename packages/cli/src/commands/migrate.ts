import { withConfig } from '../config-option.ts'
import type { MigrateWords } from '../migrate.ts'
import type { AddCommand } from '../program.ts'
import { wholeNumber } from '../whole-number.ts'

/** Brings the tables up to date, as `migrate()` of the installation does. */
export const addMigrate: AddCommand = (program, terminal) => {
  withConfig(program.command('migrate'))
    .description('create the tables, or bring them up to this release')
    .option('--advance-ids <count>', 'after a backup was restored: skip ids that mails hold', wholeNumber)
    .option('--json', 'answer as JSON')
    .action(async (words: MigrateWords) => {
      const { migrate } = await import('../migrate.ts')
      await migrate(terminal, words)
    })
}
