import { library } from '../../scripts/tsup.base.ts'

const entry = ['src/index.ts']

export default library([...entry, 'src/thread.ts'], {
  shims: true,
  // The thread is started, not imported.
  dts: { entry, compilerOptions: { ignoreDeprecations: '6.0' } },
})
