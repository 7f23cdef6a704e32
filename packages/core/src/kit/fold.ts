/**
 * Text as it is compared in searches and sorts: without case, accents (Unicode NFD without marks) and surrounding
 * spaces. Every store keeps folded copies and folds the query, so that `e` finds `É`; what is shown is always the
 * author's spelling.
 */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
