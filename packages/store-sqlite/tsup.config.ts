import { readFile } from 'node:fs/promises'
import { library } from '../../scripts/tsup.base.ts'

const entry = ['src/index.ts']

export default library([...entry, 'src/thread.ts'], {
  shims: true,
  // The thread is started, not imported.
  dts: { entry, compilerOptions: { ignoreDeprecations: '6.0' } },
  esbuildPlugins: [
    {
      // Bundlers of hosts follow a worker only where its file is named outright. Both builds start the same one.
      name: 'name-built-thread',
      setup(build) {
        build.onLoad({ filter: /start-thread\.ts$/ }, async ({ path }) => ({
          contents: (await readFile(path, 'utf8')).replace("URL('./thread.ts'", "URL('./thread.js'"),
          loader: 'ts',
        }))
      },
    },
  ],
})
