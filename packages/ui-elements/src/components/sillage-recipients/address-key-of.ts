/** What makes two spellings one address here; the server compares more closely, and has the last word. */
export function addressKeyOf(email: string): string {
  return email.trim().toLowerCase()
}
