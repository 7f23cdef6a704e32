import { SillageError } from '../domain/errors.ts'
import { mostIssues } from '../domain/input/parse.ts'
import type { StandardSchema } from '../domain/standard-schema.ts'
import { type DefinedStream, definedWith, type Rendered, type StreamInput } from '../domain/stream.ts'

/** Streams by their definitions: each is put once for each tenant of this process. */
export interface DefinedStreams {
  /** Resolves when the stream is as it is defined; `put` puts it. */
  ensure(
    stream: DefinedStream<unknown>,
    owner: string | null,
    put: (input: StreamInput) => Promise<unknown>,
  ): Promise<void>
}

export function createDefinedStreams(): DefinedStreams {
  const known = new WeakMap<object, Map<string | null, Promise<void>>>()
  return {
    async ensure(stream, owner, put) {
      const definition = stream[definedWith]
      const owners = known.get(definition) ?? new Map<string | null, Promise<void>>()
      known.set(definition, owners)
      const {
        key: _,
        data: _schema,
        render: _render,
        ...input
      } = definition as typeof definition & { render?: unknown }
      const done = owners.get(owner) ?? put(input as StreamInput).then(() => undefined)
      owners.set(owner, done)
      try {
        await done
      } catch (error) {
        owners.delete(owner)
        throw error
      }
    },
  }
}

/** What a message of a defined stream is given: its data as its schema has it, and what is rendered of that. */
export async function renderData(
  stream: DefinedStream<unknown>,
  given: unknown,
): Promise<{ data: unknown; rendered: Rendered | undefined }> {
  const { data: schema, render } = stream[definedWith] as { data?: StandardSchema; render?: Render }
  const data = schema === undefined ? given : await checkedBy(schema, given)
  return { data, rendered: render === undefined ? undefined : await render(data) }
}

type Render = (data: unknown) => Rendered | Promise<Rendered>

async function checkedBy(schema: StandardSchema, given: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(given)
  if (result.issues === undefined) return result.value
  const issues = result.issues.slice(0, mostIssues).map(({ message, path = [] }) => {
    const names = path.map((part) => String(typeof part === 'object' ? part.key : part))
    return { field: ['data', ...names].join('.'), message }
  })
  const { field, message } = issues[0] ?? { field: 'data', message: 'expected other data' }
  throw new SillageError('invalid_field', `${field}: ${message}`, { field, details: { issues } })
}
