import { type Check, fault, ok, skipped, warning } from './check.ts'

/** Whether the database answers, and lets this process do what daily work needs. */
export const database: Check = async ({ store, report }) => {
  if (store.name === 'memory')
    return [warning('Everything is kept in memory, and lost with the process.', 'Take sqliteStore or postgresStore.')]
  if (store.inspect === undefined) return [skipped(`The store (${store.name}) says nothing of its database.`)]
  try {
    const { server = store.name, denied = [] } = (await report()) ?? {}
    if (denied.length === 0) return [ok(`${server} answers, and this process may read and write.`)]
    return [
      fault(
        `${server} denies this role ${denied.join(', ')}.`,
        'Grant these rights: docs/scaling.md has the statements.',
      ),
    ]
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return [fault(text, 'Check where the store was told that its database is, and that it runs.')]
  }
}
