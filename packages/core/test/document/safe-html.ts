import { Parser } from 'htmlparser2'

/** What may never come out of a document, whatever went in: '' where nothing of it did. */
export function unsafeIn(html: string): string[] {
  const found: string[] = []
  const open: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!allowed.has(name)) found.push(`<${name}>`)
      if (!empty.has(name)) open.push(name)
      for (const [attribute, value] of Object.entries(attributes)) found.push(...faultOf(name, attribute, value))
      if (name === 'table' && attributes.role !== 'presentation') found.push('a table without its role')
      if (name === 'img' && !(/^\d+$/.test(attributes.width ?? '') && attributes.alt !== undefined))
        found.push('a picture without width or alternative text')
    },
    onclosetag(name, implied) {
      if (empty.has(name)) return
      if (implied || open.pop() !== name) found.push(`</${name}> is not where it should be`)
    },
  })
  parser.end(html)
  const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0
  if (count(/<!--\[if mso\]>/g) !== count(/<!\[endif\]-->/g)) found.push('conditional comments')
  if (count(/<!--/g) !== count(/-->/g)) found.push('comments')
  for (const [tag] of html.matchAll(/\{\{[^}]*\}*/g))
    if (!/^\{\{[\^/]?[A-Za-z_][\w.]*\}\}$/.test(tag)) found.push(`a tag of the template: ${tag}`)
  if (!html.includes('href="{{unsubscribeUrl}}"')) found.push('no link to unsubscribe')
  return found
}

const allowed = new Set(
  'html head meta title style body div table tr td p h1 h2 h3 a strong em br ul ol li blockquote img span'.split(' '),
)
const empty = new Set(['meta', 'br', 'img'])
const fields = /\{\{[A-Za-z_][\w.]*\}\}/g

function faultOf(element: string, name: string, value: string): string[] {
  const fault = `${element} ${name}="${value}"`
  if (/^on/.test(name)) return [fault]
  if (name === 'href' && !/^(?:https?:\/\/[^\s"<>]+|mailto:\S+|tel:\S+|\{\{[A-Za-z_][\w.]*\}\})$/i.test(value))
    return [fault]
  if (name === 'src' && !/^https?:\/\/[^\s"<>]+$/i.test(value)) return [fault]
  if ((name === 'href' || name === 'src') && value.replace(fields, '').includes('{')) return [fault]
  if (
    name === 'style' &&
    /url\(|rgba|var\(|expression|margin:\s*auto|NaN|undefined|flex|grid|float|position/.test(value)
  )
    return [fault]
  if ((name === 'width' || name === 'height') && !/^(?:[1-9]\d*|100%)$/.test(value)) return [fault]
  return []
}
