import { SillageError } from '../domain/errors.ts'
import type { CompiledTemplate, TemplateEngine, TemplateMode } from './template-engine.ts'

/** Reads one field's source. Whatever the engine throws becomes `invalid_template` with its message and the field, so that an author can mend it. */
export function compileTemplate(
  engine: TemplateEngine,
  source: string,
  mode: TemplateMode,
  field: string,
): CompiledTemplate {
  try {
    return engine.compile(source, mode)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SillageError('invalid_template', `${field}: ${reason}`, { field, cause })
  }
}
