import { minifyTemplatesPlugin } from '../../scripts/minify-templates.ts'
import { library } from '../../scripts/tsup.base.ts'

const entry = ['src/index.ts', 'src/register.ts', 'src/react.ts', 'src/vue.ts', 'src/svelte.ts']

export default library(entry, {
  format: ['esm'],
  dts: { entry, compilerOptions: { ignoreDeprecations: '6.0' } },
  esbuildPlugins: [minifyTemplatesPlugin(/[\\/]src[\\/].*\.ts$/)],
})
