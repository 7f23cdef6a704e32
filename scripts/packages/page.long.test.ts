import { chromium } from 'playwright'
import { expect, inject, it, onTestFinished } from 'vitest'
import { faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { findChromium } from '../chromium.mjs'
import { freePort } from '../docs/free-port.ts'
import { createProject } from './create-project.ts'
import { asModule, mainBlock, readme } from './readme.ts'
import { ADMIN_KEY, useApp } from './use-app.ts'

it('a Vite page of the README shows the campaign that the app of the README sent', async () => {
  const page = readme('packages/ui-elements/README.md')
  const app = readme('README.md')
  const packages = [...page.install(), ...app.install('@sillage/adapter-fastify'), 'vite']
  const project = await createProject({ node: '24', packages: [...new Set(packages)], tarballs: inject('tarballs') })
  onTestFinished(project.remove)

  const smtp = await faultySmtpServer()
  onTestFinished(() => smtp.close())
  const [appPort, pagePort] = [await freePort(), await freePort()]
  project.write('app/app.mjs', asModule(mainBlock(app, '@sillage/adapter-fastify')))
  const program = project.start('app/app.mjs', { PORT: String(appPort), SMTP_URL: smtp.url, ADMIN_KEY })
  onTestFinished(program.stop)
  await useApp(program, smtp, appPort)

  project.write(
    'index.html',
    `<!doctype html><html lang="en"><title>Campaigns</title><body>\n${page.html}</body></html>`,
  )
  project.write('vite.config.mjs', proxied(appPort, pagePort))
  expect(await project.run('vite', 'build')).not.toMatch(/warn/i)
  project.write('preview.mjs', `import { preview } from 'vite'\nawait preview()\n`)
  const preview = project.start('preview.mjs', {})
  onTestFinished(preview.stop)

  const { path, args, env } = await findChromium()
  const browser = await chromium.launch({ executablePath: path, args, env })
  onTestFinished(() => browser.close())
  const tab = await browser.newPage()
  const complaints: string[] = []
  tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(String(error)))
  await expect
    .poll(() =>
      fetch(`http://localhost:${pagePort}/`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200)
  await tab.goto(`http://localhost:${pagePort}/`)
  await tab.getByText('First campaign').first().waitFor()
  expect(
    await tab
      .locator('campaign-manager')
      .evaluate((element) => element.shadowRoot?.querySelector('campaign-list') !== null),
  ).toBe(true)
  expect(complaints).toEqual([])
})

/** The page and the app under one address, as behind a host's own server; the key stands for its login. */
function proxied(appPort: number, pagePort: number): string {
  const target = `http://localhost:${appPort}`
  const proxy = { target, ws: true, changeOrigin: false, headers: { 'x-admin-key': ADMIN_KEY } }
  return `export default { preview: { host: 'localhost', port: ${pagePort}, strictPort: true, proxy: {
    '/sillage': { ...${JSON.stringify(proxy)}, rewrite: (path) => path.replace('/sillage', '/mail') },
  } } }`
}
