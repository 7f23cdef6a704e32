import { SillageError } from '../../domain/errors.ts'
import { hearRejection } from '../../kit/call-host.ts'
import type { CompiledTemplate, TemplateEngine, TemplateMode } from './template-engine.ts'

/**
 * Reads one field's source. Whatever the engine throws becomes `invalid_template` with its message and the field, so
 * that an author can mend it.
 */
export function compileTemplate(
  engine: TemplateEngine,
  source: string,
  mode: TemplateMode,
  field: string,
): CompiledTemplate {
  try {
    return compileAtOnce(engine, source, mode)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SillageError('invalid_template', `${field}: ${reason}`, { field, cause })
  }
}

/** Throws what the engine throws, and a TypeError for one that answers with a promise. */
export function compileAtOnce(engine: TemplateEngine, source: string, mode: TemplateMode): CompiledTemplate {
  const compiled = engine.compile(source, mode)
  if (hearRejection(compiled)) throw new TypeError('the template engine has to compile at once, not with a promise')
  return compiled
}
