import { randomBytes } from 'node:crypto'
import { packageVersion } from '../package-version.ts'
import type { InitChoices } from './choices.ts'

/** What the app imports. */
export function dependenciesOf({ framework, database }: InitChoices): Record<string, string> {
  const ours = `^${packageVersion()}`
  return {
    '@sillage/core': ours,
    [`@sillage/store-${database}`]: ours,
    [`@sillage/adapter-${framework}`]: ours,
    '@sillage/ui-elements': ours,
    [framework]: '^5.0.0',
  }
}

/** What checks its types, and the command. */
export function devDependencies({ framework }: InitChoices): Record<string, string> {
  return {
    '@sillage/cli': `^${packageVersion()}`,
    '@types/node': '^24.0.0',
    ...(framework === 'express' ? types : {}),
    typescript: '>=5.9.0',
  }
}
const types = { '@types/express': '^5.0.0' }

/** The files around an app, which a project of its own has already. */
export function projectFiles(choices: InitChoices): Record<string, string> {
  return {
    'package.json': json({
      name: 'campaigns',
      private: true,
      type: 'module',
      engines: { node: '>=22.18' },
      scripts: {
        start: 'node --env-file-if-exists=.env app.ts',
        doctor: 'sillage doctor',
        types: 'tsc',
      },
      dependencies: dependenciesOf(choices),
      devDependencies: devDependencies(choices),
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        types: ['node'],
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
      },
      include: ['*.ts'],
    }),
    '.env': envFile(choices),
    '.gitignore': 'node_modules\n.env\ncampaigns.db*\n',
  }
}

/** With a key of its own for each app: one that is the same everywhere would let everybody in. */
function envFile({ database }: InitChoices): string {
  return `ADMIN_KEY=${randomBytes(18).toString('base64url')}
SMTP_URL=smtp://localhost:1025
MAIL_URL=http://localhost:3000/mail
${database === 'postgres' ? 'DATABASE_URL=postgres://localhost/app\n' : ''}`
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
