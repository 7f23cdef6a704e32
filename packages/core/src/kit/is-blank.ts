/** True for no text, and for one of white space alone. */
export const isBlank = (text: string | null | undefined): boolean => text == null || text.trim() === ''
