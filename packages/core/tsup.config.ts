import { library } from '../../scripts/tsup.base.ts'

export default library([
  'src/index.ts',
  'src/browser.ts',
  'src/client/index.ts',
  'src/document/index.ts',
  'src/http/index.ts',
  'src/store/index.ts',
  'src/feedback/index.ts',
  'src/tracking/judge.ts',
  'src/testing/index.ts',
])
