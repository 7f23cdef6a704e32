import { func, refuse } from '../domain/expect/index.ts'
import { parseInput } from '../domain/input/parse.ts'
import { streamDefinition } from '../domain/input/streams.ts'
import type { StandardSchema } from '../domain/standard-schema.ts'
import {
  type DefinedStream,
  definedWith,
  type SchemaDefinition,
  type SchemaStream,
  type StreamDefinition,
} from '../domain/stream.ts'

/**
 * A stream that is kept in code: `messages.send({ stream, … })` takes it for its key, with the type of its data. With
 * `data`, a schema of any library that follows Standard Schema, data is checked when it is sent: `invalid_field` with
 * its place. With `render` a program makes what each message says, and that is sent as it is, but for the library's own
 * fields such as `{{unsubscribeUrl}}`. The stream is made in the store, or made so, with the first message of each
 * process and tenant, as `streams.put` does. Throws `invalid_field` and `unknown_field` for a definition that cannot be
 * one.
 */
export function defineStream<S extends StandardSchema>(input: SchemaDefinition<S>): SchemaStream<S>
export function defineStream<D = Record<string, unknown>>(input: StreamDefinition<D>): DefinedStream<D>
export function defineStream(input: StreamDefinition<never> & { data?: StandardSchema }): DefinedStream<never> {
  const { data, render, ...stream } = input as StreamDefinition<never> & { data?: StandardSchema; render?: unknown }
  const { key } = parseInput(streamDefinition, stream)
  if (render !== undefined) func(render, 'render')
  if (data !== undefined && typeof data['~standard']?.validate !== 'function')
    refuse('data', 'a schema that follows Standard Schema', 'another value')
  return { key, [definedWith]: input }
}
