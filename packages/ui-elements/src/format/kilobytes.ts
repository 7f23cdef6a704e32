import type { Format } from './format.ts'

/** The size of a file: `25 kB`. */
export function kilobytes(bytes: number, { lang }: Format): string {
  return new Intl.NumberFormat(lang, { style: 'unit', unit: 'kilobyte' }).format(Math.ceil(bytes / 1000))
}
