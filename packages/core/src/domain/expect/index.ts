/**
 * The one way to check an option. The table of an options object is its check (`Checks`), `checkOptions` holds what a
 * function was given against it, and all that is refused is `invalid_option` with `path: expected …, got …`. Not Zod,
 * which checks what comes over HTTP: nearly every option is a host's own object or a number with a unit, and would need
 * a custom check and a message of its own there too; its types would be part of every package that has options.
 */

export { amount, anyObject, type Check, flag, func, functions, list, oneOf, secretText, text, whole } from './checks.ts'
export { allRequired, type Checks, checkOptions, object, type RequiredCheck, record, required } from './options.ts'
export { anyOf, kindOf, refuse, shown } from './refuse.ts'
