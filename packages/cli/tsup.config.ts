import { library } from '../../scripts/tsup.base.ts'

/** A program, which nobody imports: no CommonJS and no declarations. */
export default library(['src/bin.ts'], { format: ['esm'], dts: false })
