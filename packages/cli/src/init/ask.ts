import type { Terminal } from '../terminal.ts'
import { wronglyUsed } from '../wrong-use.ts'
import { expectedSender, type InitChoices, isSender } from './choices.ts'

const defaultFrom = 'Port Services <hello@port.example>'

/** Asks a person for what was not given; where there is no person, a choice that is missing is wrong use. */
export async function ask(
  { interactive, input, err }: Terminal,
  { framework, database, from }: Partial<InitChoices>,
): Promise<InitChoices> {
  if (!interactive) {
    if (framework === undefined || database === undefined)
      throw wronglyUsed('say what the app is made with: --framework express|fastify --database sqlite|postgres')
    return { framework, database, from: from ?? defaultFrom }
  }
  const { isCancel, select, text } = await import('@clack/prompts')
  const io = { input, output: err }
  async function answered<T extends string>(question: Promise<T | symbol>): Promise<T> {
    const answer = await question
    if (isCancel(answer)) throw wronglyUsed('nothing was written')
    return answer as T
  }
  return {
    framework:
      framework ??
      (await answered<InitChoices['framework']>(
        select<InitChoices['framework']>({
          ...io,
          message: 'What serves the routes?',
          options: [
            { value: 'express', label: 'Express' },
            { value: 'fastify', label: 'Fastify' },
          ],
        }),
      )),
    database:
      database ??
      (await answered<InitChoices['database']>(
        select<InitChoices['database']>({
          ...io,
          message: 'Where is everything kept?',
          options: [
            { value: 'sqlite', label: 'SQLite', hint: 'a file; nothing to set up' },
            { value: 'postgres', label: 'PostgreSQL', hint: 'for several machines' },
          ],
        }),
      )),
    from:
      from ??
      (await answered(
        text({
          ...io,
          message: 'Who sends?',
          placeholder: defaultFrom,
          defaultValue: defaultFrom,
          validate: (given = '') => (given === '' || isSender(given) ? undefined : expectedSender),
        }),
      )),
  }
}
