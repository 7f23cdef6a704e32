import { readFile } from 'node:fs/promises'
import { library } from '../../scripts/tsup.base.ts'

const entry = ['src/index.ts']

export default library([...entry, 'src/thread.ts', 'src/writer-thread.ts'], {
  shims: true,
  // The threads are started, not imported.
  dts: { entry, compilerOptions: { ignoreDeprecations: '6.0' } },
  esbuildPlugins: [
    {
      // Bundlers of hosts follow a worker only where its file is named outright. Both builds start the same ones.
      name: 'name-built-threads',
      setup(build) {
        build.onLoad({ filter: /start-thread\.ts$/ }, async ({ path }) => ({
          contents: (await readFile(path, 'utf8')).replaceAll(
            "thread.ts', import.meta.url",
            "thread.js', import.meta.url",
          ),
          loader: 'ts',
        }))
      },
    },
  ],
})
