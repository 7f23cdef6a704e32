import { defineConfig, type Options } from 'tsup'

/** The build every package shares: ESM and CommonJS, declarations, source maps. */
export function library(entry: string[], overrides: Options = {}) {
  return defineConfig({
    entry,
    outDir: 'dist',
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    sourcemap: true,
    clean: true,
    target: 'es2023',
    removeNodeProtocol: false,
    splitting: true,
    // Otherwise CommonJS is made by rewriting `??` and `?.` into functions, in which `yield` is not allowed.
    treeshake: true,
    ...overrides,
  })
}
