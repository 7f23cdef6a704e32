// Writes the API reference, made from TSDoc, into docs/api.
import { Application, OptionDefaults } from 'typedoc'
import { publicEntries } from './public-entries.mjs'

const app = await Application.bootstrap({
  name: 'Sillage',
  entryPoints: publicEntries().map(({ file }) => file),
  tsconfig: 'tsconfig.api.json',
  readme: 'README.md',
  out: 'docs/api',
  // The types are checked elsewhere.
  skipErrorChecking: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeProtected: true,
  disableSources: true,
  // Those of the manifest of custom elements.
  blockTags: [...OptionDefaults.blockTags, '@slot', '@csspart', '@cssproperty'],
  // What the elements inherit from Lit links to names of Lit.
  validation: { invalidLink: false },
  treatWarningsAsErrors: true,
})
const project = await app.convert()
if (project === undefined) process.exit(1)
app.validate(project)
await app.generateOutputs(project)
process.exit(app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0)
