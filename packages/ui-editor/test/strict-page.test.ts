import { expect, test } from 'vitest'

/** A page that allows no styles but those of its files, with both editors. The test runner has to load its code. */
async function strictPage(): Promise<{ page: Document; refused: string[] }> {
  const frame = document.createElement('iframe')
  const register = new URL('../src/register.ts', import.meta.url).href
  frame.srcdoc = `<!doctype html><html lang="en"><head>
    <meta http-equiv="Content-Security-Policy" content="style-src 'self'">
    <script>window.__vitest_browser_runner__ = parent.__vitest_browser_runner__</script>
    <script type="module" src="${register}"></script></head><body><sillage-editor></sillage-editor><sillage-template-editor></sillage-template-editor></body></html>`
  document.body.replaceChildren(frame)
  const refused: string[] = []
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  const page = frame.contentDocument
  if (page === null) throw new Error('The page did not load')
  page.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, lineNumber }) =>
    refused.push(`${violatedDirective} ${sample} ${lineNumber}`),
  )
  return { page, refused }
}

test("with style-src 'self' the page has its brand, and text that is pasted its alignment and bold words", async () => {
  const { page, refused } = await strictPage()
  const editor = page.querySelector('sillage-editor')
  if (editor === null) throw new Error('There is no editor')
  await editor.ready
  editor.value = '<p align="center"><b>Bold</b> words</p>'
  await editor.updateComplete
  const { shadowRoot } = editor
  const styleOf = (selector: string) => {
    const element = shadowRoot?.querySelector(selector)
    return element == null ? undefined : page.defaultView?.getComputedStyle(element)
  }
  expect(styleOf('.message p')?.textAlign).toMatch(/center$/)
  expect(styleOf('.frame')?.getPropertyValue('--_page-width')).toBe('600px')
  expect(refused).toEqual([])
  // The browser says so of each style that it reads, and none of them is needed.
  const { content } = editor.value
  editor.value = ''
  editor.value = '<p style="text-align: center"><span style="font-weight: 700">Bold</span> words</p>'
  expect(editor.value.content).toEqual(content)
  await expect.poll(() => refused.length).toBe(2)
})

test("with style-src 'self' a designer's mail has its styles, also where it is written", async () => {
  const { page } = await strictPage()
  const editor = page.querySelector('sillage-template-editor')
  if (editor === null) throw new Error('There is no editor')
  await editor.ready
  editor.value = `<style>p { font-size: 21px } b { color: rgb(1, 2, 3) }</style>
    <div data-edit="a"><p style="margin: 7px 0"><b style="letter-spacing: 3px">Words</b></p></div>`
  await editor.updateComplete
  const mail = editor.shadowRoot?.querySelector('.mail')?.shadowRoot
  const styles = () => {
    const of = (selector: string) => page.defaultView?.getComputedStyle(mail?.querySelector(selector) as Element)
    const [bold, paragraph] = [of('b, strong'), of('p')]
    return [paragraph?.fontSize, paragraph?.marginTop, bold?.letterSpacing]
  }
  expect(styles()).toEqual(['21px', '7px', '3px'])
  editor.insertText('!')
  expect(mail?.querySelector('[contenteditable] p')?.textContent).toBe('Words!')
  expect(styles()).toEqual(['21px', '7px', '3px'])
})
