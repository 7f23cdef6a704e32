import { minifyTemplatesPlugin } from '../../scripts/minify-templates.ts'
import { library } from '../../scripts/tsup.base.ts'

const entry = ['src/index.ts', 'src/register.ts', 'src/react.ts', 'src/vue.ts', 'src/svelte.ts']
/** Each element is a file of its own in `dist`, so that a bundler leaves out those a page does not use. */
const elements = [
  'campaign-composer',
  'campaign-list',
  'campaign-manager',
  'campaign-progress',
  'campaign-results',
  'campaign-stats',
  'campaign-toasts',
  'contact-manager',
  'sillage-provider',
  'suppression-list',
]

export default library([...entry, ...elements.map((name) => `src/components/${name}/${name}.ts`)], {
  format: ['esm'],
  dts: { entry, compilerOptions: { ignoreDeprecations: '6.0' } },
  esbuildPlugins: [minifyTemplatesPlugin(/[\\/]src[\\/].*\.ts$/)],
})
