/**
 * Text as it is compared in searches and sorts: without case, accents (Unicode NFD without marks) and surrounding
 * spaces. Every store keeps folded copies and folds the query, so that `e` finds `É`; what is shown is always the
 * author's spelling.
 */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

/**
 * An address as it is compared: without case and surrounding spaces, accents kept. The author's spelling is kept for
 * sending: RFC 5321 leaves the part before the @ to the receiving host, which may be case-sensitive.
 */
export function foldEmail(email: string): string {
  return email.trim().toLowerCase()
}
