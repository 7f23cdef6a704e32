/** Text as it is compared in searches and sorts: without case, accents and surrounding spaces. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

/** An address as it is compared: without case. The author's spelling is kept for sending. */
export function foldEmail(email: string): string {
  return email.trim().toLowerCase()
}
