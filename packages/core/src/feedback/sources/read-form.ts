import type { Fields } from './fields.ts'

/** True for the types in which an HTML form is sent. */
export const isForm = (contentType = ''): boolean =>
  /^\s{0,5}(?:application\/x-www-form-urlencoded|multipart\/form-data)\s{0,5}(?:;|$)/i.test(contentType)

/** The texts of a form by name, the last of each, without its files; `wrong_shape` for a body that is no form. */
export async function readForm(body: Uint8Array, contentType = ''): Promise<Fields | 'wrong_shape'> {
  try {
    const sent = new Uint8Array(body)
    const form = await new Response(sent, { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
  } catch {
    return 'wrong_shape'
  }
}
