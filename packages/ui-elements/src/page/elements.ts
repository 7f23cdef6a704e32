/**
 * The one file for pages without a bundler: importing it defines every element, and it exports what the package
 * does.
 */

import '../register.ts'

export * from '../index.ts'
