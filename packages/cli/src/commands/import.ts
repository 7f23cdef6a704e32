import type { ColumnMapping } from '@sillage/core'
import { InvalidArgumentError } from 'commander'
import { withConfig } from '../config-option.ts'
import type { ImportWords } from '../import-contacts.ts'
import type { AddCommand } from '../program.ts'

/** Adds contacts from a CSV file, as `contacts.import` does. */
export const addImport: AddCommand = (program, terminal, end) => {
  withConfig(program.command('import'))
    .description('add contacts from a CSV file')
    .argument('<file>', 'UTF-8 or Windows-1252, with a header line; - reads standard input')
    .option('--column <field=header>', 'what a column holds, as email=Adresse; repeatable', addColumn)
    .option('--tenant <name>', 'whose contacts they are')
    .option('--unsubscribed', 'everybody in the file has left: added, and never mailed')
    .option('--json', 'answer as JSON')
    .action(async (file: string, words: ImportWords) => {
      const { importContacts } = await import('../import-contacts.ts')
      end(await importContacts(terminal, file, words))
    })
}

/** `field=header`, as a person says it; the core takes fields by header. */
function addColumn(text: string, before: ColumnMapping = {}): ColumnMapping {
  const [field = '', ...header] = text.split('=')
  if (field === '' || header.join('=') === '') throw new InvalidArgumentError('Expected field=header.')
  const column = header.join('=')
  if (column in before || Object.values(before).includes(field as ColumnMapping[string]))
    throw new InvalidArgumentError('Each column holds one field, and each field is in one column.')
  return { ...before, [column]: field as ColumnMapping[string] }
}
