/**
 * The one way to check an option. The table of an options object is its check (`Checks`), `checkOptions` holds what a function was given against it, and
 * all that is refused is `invalid_option` with `path: expected …, got …`. No schema library: its issues would have to be put into these words, secrets taken
 * out of them, and a host's own objects (pools, clocks, transports) come through it untouched in none of its object types.
 */

export { amount, anyObject, type Check, flag, func, functions, list, oneOf, secretText, text, whole } from './checks.ts'
export { type Checks, checkOptions, object, type RequiredCheck, record, required } from './options.ts'
export { kindOf, refuse, shown } from './refuse.ts'
