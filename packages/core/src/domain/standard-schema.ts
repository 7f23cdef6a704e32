/**
 * A schema of any library that follows Standard Schema, version 1 (standardschema.dev): zod, valibot, arktype and
 * others.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a schema says of a value: the value as it is from then on, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What is given to a schema. */
export type InferInput<S extends StandardSchema> = NonNullable<S['~standard']['types']>['input']
/** What a schema makes of it. */
export type InferOutput<S extends StandardSchema> = NonNullable<S['~standard']['types']>['output']
