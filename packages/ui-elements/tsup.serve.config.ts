import type { Plugin } from 'esbuild'
import { minifyTemplatesPlugin } from '../../scripts/minify-templates.ts'
import { library } from '../../scripts/tsup.base.ts'
import { bundle } from './src/serve/bundle.ts'

/** What is served is part of the code, so that it is found also where a host's server was bundled into one file. */
const withFiles: Plugin = {
  name: 'with-files',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]serve[\\/]bundle\.ts$/ }, async () => {
      const files = await bundle([minifyTemplatesPlugin(/[\\/]ui-elements[\\/]src[\\/].*\.ts$/)])
      return { contents: `export const bundle = async () => (${JSON.stringify(files)})`, loader: 'js' }
    })
  },
}

/** For servers, unlike the rest; into the same folder, after it. */
export default library(['src/serve/serve.ts'], {
  clean: false,
  sourcemap: false,
  tsconfig: 'src/serve/tsconfig.json',
  esbuildPlugins: [withFiles],
})
