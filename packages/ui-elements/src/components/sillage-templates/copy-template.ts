import type { Template } from '@sillage/core/browser'
import type { Api } from '../../client/api.ts'
import type { WritingWords } from '../../locales/writing-en.ts'

/** Stores a template of the same content under a name that says so; the key stays the first one's. */
export async function copyTemplate(
  { templates }: Pick<Api, 'templates'>,
  id: string,
  words: Pick<WritingWords, 'composer'>,
): Promise<Template> {
  const { name, subject, preheader, document, html, text } = await templates.get(id)
  const named = { name: words.composer.copyOf(name), subject, preheader }
  return templates.create(document === null ? { ...named, html, text } : { ...named, document })
}
