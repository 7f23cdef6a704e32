import { accessSync, constants, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')
const read = (path: string) => readFileSync(path, 'utf8')
const { scripts } = JSON.parse(read(join(root, 'package.json'))) as { scripts: Record<string, string> }

/** GitHub's own parser. It imports JSON as bundlers do, which Node does not take. */
async function loadParser(): Promise<typeof import('@actions/workflow-parser')> {
  const entryPoints = ['@actions/workflow-parser']
  const options = { absWorkingDir: root, bundle: true, format: 'esm', platform: 'browser', write: false } as const
  const { outputFiles } = await build({ ...options, entryPoints })
  return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)
}
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await loadParser()

async function workflow(name: string) {
  const content = read(join(folder, name))
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  const { jobs } = value === undefined ? { jobs: [] } : await convertWorkflowTemplate(context, value)
  const steps = jobs.flatMap((job) => (job.type === 'job' ? job.steps : []))
  return {
    faults: context.errors.getErrors().map(({ message }) => message),
    jobs: jobs.length,
    limits: content.match(/^ {4}timeout-minutes: \d+$/gm)?.length,
    runs: steps.flatMap((step) => ('run' in step ? [step.run.toString()] : [])),
    uses: steps.flatMap((step) => ('uses' in step ? [step.uses.toString()] : [])),
  }
}

test.each(globSync('*.yml', { cwd: folder }))('the workflow %s can be run', async (name) => {
  const { faults, jobs, limits, runs, uses } = await workflow(name)
  expect(faults).toEqual([])
  expect(jobs).toBeGreaterThan(0)
  expect(limits).toBe(jobs)
  for (const action of uses) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/)
  for (const run of runs) {
    const [, script] = /^npm run ([\w:]+)/.exec(run) ?? []
    if (script === undefined) accessSync(join(root, run), constants.X_OK)
    else expect(Object.keys(scripts)).toContain(script)
  }
})

test('what is published was checked, and says where it comes from', async () => {
  const { runs } = await workflow('release.yml')
  expect(runs).toEqual(['npm run check', 'npm run test:packages', 'npm run release'])
  expect(read(join(folder, 'release.yml'))).toMatch(/^ {6}id-token: write$/m)
  expect(read(join(root, 'scripts/run.mjs'))).toMatch(
    /release: \[[^\]]*\[[^\]]*\][^\]]*\['pnpm', [^\]]*'publish', [^\]]*'--provenance'\]/,
  )
})
