import type { Brand } from '../domain/brand.ts'

const font = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"

/** What a sender looks like that says nothing of it. */
export const defaultBrand: Brand = {
  width: 600,
  font,
  headingFont: font,
  radius: 10,
  logo: null,
  light: {
    page: '#f4f7f8',
    surface: '#ffffff',
    text: '#10222e',
    muted: '#4a5d69',
    line: '#dde5e9',
    link: '#0b6b7a',
    button: '#0b6b7a',
    buttonText: '#ffffff',
  },
  dark: {
    page: '#0c161d',
    surface: '#13212a',
    text: '#e9f1f4',
    muted: '#a9bac3',
    line: '#24363f',
    link: '#58c3d0',
    button: '#58c3d0',
    buttonText: '#062027',
  },
}
