import { expect, test } from 'vitest'
import { openComposer, send, write } from '../../../test/support/compose.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

/** Fields that are offered for a place. */
const offered = (into: string) => all<HTMLOptionElement>('option', one(`#fields-${into}`)).map(({ value }) => value)

function insert(into: string, field: string): void {
  const menu = one<HTMLSelectElement>(`#fields-${into}`)
  menu.value = field
  menu.dispatchEvent(new Event('change'))
}

test('what is missing is shown at its field, and the first one gets the focus', async () => {
  const server = createFakeServer()
  await openComposer(server)
  button('Create and send').click()
  await settled()
  expect(one('#name-error').textContent).toBe('Give the campaign a name.')
  expect(one('#recipients-error').textContent).toBe('Choose at least one recipient.')
  expect(focused()?.id).toBe('name')
  expect(server.asked('createCampaign')).toEqual([])
})

test('pasted addresses are read, counted and sent as a list', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  expect(said(one('.people'))).toContain('2 contacts')
  expect(said(one('.people'))).toContain('1 line could not be read')
  expect(said()).toContain('≈ 1 s for 2 sends')
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    html: '<p>Hello {{name}}</p>',
    recipients: {
      people: [
        { email: 'ada@example.com', name: 'Ada' },
        { email: 'grace@example.com', name: 'Grace' },
      ],
    },
  })
})

test('a refusal of the server is shown at its field as text', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  server.state.intercept = ({ route }) =>
    route === 'createCampaign' ? server.refuse('invalid_address', 'no', 'recipients.people[1].email') : undefined
  await send()
  await until(() => one('#recipients-error').textContent !== '')
  expect(one('#recipients-error').textContent).toBe('This is not a valid email address. (grace@example.com)')
})

test('after a lost answer the same key is sent again; after a refusal another', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  server.state.intercept = ({ route }) =>
    route === 'createCampaign' ? Promise.reject(new TypeError('lost')) : undefined
  await send()
  await until(() => said().includes('No answer from the server.'))
  server.state.intercept = ({ route }) => (route === 'createCampaign' ? server.refuse('duplicate', 'no') : undefined)
  await send()
  await until(() => said().includes('This exists already.'))
  server.state.intercept = undefined
  await send()
  await until(() => server.asked('createCampaign').length === 3)
  const keys = server.asked('createCampaign').map(({ body }) => (body as { key: string }).key)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('a draft survives closing, and can be thrown away', async () => {
  const composer = await openComposer()
  await write()
  button('Close').click()
  await settled()
  await composer.show()
  await settled()
  expect(one<HTMLInputElement>('#name').value).toBe('Letter')
  expect(said()).toContain('Your draft was kept')
  button('Start over').click()
  await answer('Go on writing')
  await settled()
  expect(one<HTMLInputElement>('#name').value).toBe('Letter')
  button('Start over').click()
  await answer('Throw away')
  await settled()
  expect(one<HTMLInputElement>('#name').value).toBe('')
  expect(sessionStorage).toHaveLength(0)
})

test('the preview is a frame in which no script may run, with warnings as text', async () => {
  await openComposer()
  await write()
  type(one<HTMLTextAreaElement>('textarea#content'), '<a href="/fair">Fair</a><script>top.broken = true</script>')
  const frame = await until(() => all<HTMLIFrameElement>('iframe').find(({ srcdoc }) => srcdoc.includes('Fair')))
  expect(frame.getAttribute('sandbox')).toBe('')
  expect(said()).toContain('1 relative link will not work in a mail and will not be tracked.')
  await settled()
  expect('broken' in globalThis).toBe(false)
})

test('what a check finds says what to do, leads to the field, and blocks nothing', async () => {
  const server = createFakeServer()
  server.state.findings = [
    { code: 'missing_unsubscribe_link', level: 'warning', message: 'x', field: 'html' },
    { code: 'missing_merge_field', level: 'warning', message: 'x', subject: 'rank', details: { lacking: 3, of: 9 } },
    { code: 'subject_long', level: 'hint', message: 'x', field: 'subject' },
    { code: 'brand_new' as 'html_clipped', level: 'hint', message: 'Newer than the page.' },
  ]
  await openComposer(server)
  expect(said()).toContain('What you write is checked here.')
  await write()
  await until(() => said().includes('3 of 9 recipients have no “rank”'))
  expect(said()).toContain('Newer than the page.')
  expect(all('.findings > li')).toHaveLength(3)
  expect(server.asked('checkContent').at(-1)?.body).toMatchObject({
    subject: 'Hello {{name}}',
    recipients: { people: [{ email: 'ada@example.com' }, { email: 'grace@example.com' }] },
  })
  button('Go there').click()
  expect(focused()?.id).toBe('content')
  await send()
  await until(() => server.asked('createCampaign').length === 1)
})

test('the preview is light or dark whatever the page is', async () => {
  await openComposer()
  await write()
  const dark = '<style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style><p>Night</p>'
  type(one<HTMLTextAreaElement>('textarea#content'), dark)
  const frame = await until(() => all<HTMLIFrameElement>('iframe').find(({ srcdoc }) => srcdoc.includes('Night')))
  expect(frame.srcdoc).toContain('@media (max-width:0)')
  one<HTMLInputElement>('input', one('sillage-preview').shadowRoot ?? document).click()
  await settled()
  expect(one<HTMLIFrameElement>('iframe').srcdoc).toContain('@media (min-width:0)')
})

test('a preview that comes late does not replace a newer one', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  let release: (() => void) | undefined
  server.state.intercept = ({ route, body }) => {
    if (route !== 'previewContent' || !(body as { html: string }).html.includes('slow')) return undefined
    return new Promise((resolve) => {
      release = () => resolve(Response.json({ subject: 's', html: 'the slow one', text: '', warnings: [], fields: [] }))
    })
  }
  type(one<HTMLTextAreaElement>('textarea#content'), '<p>slow</p>')
  await until(() => release !== undefined)
  type(one<HTMLTextAreaElement>('textarea#content'), '<p>quick</p>')
  await until(() => all<HTMLIFrameElement>('iframe').some(({ srcdoc }) => srcdoc.includes('quick')))
  release?.()
  await settled()
  expect(one<HTMLIFrameElement>('iframe').srcdoc).toContain('quick')
})

test('a merge field goes where the caret is', async () => {
  await openComposer()
  const subject = one<HTMLInputElement>('#subject')
  type(subject, 'Hello !')
  subject.setSelectionRange(6, 6)
  insert('subject', 'name')
  await settled()
  expect(subject.value).toBe('Hello [Name]!')
  expect([subject.selectionStart, subject.selectionEnd]).toEqual([12, 12])
  const preheader = one<HTMLInputElement>('#preheader')
  type(preheader, `${'A'.repeat(99)} `)
  await settled()
  insert('preheader', 'company')
  await settled()
  expect(said(one('#preheader-hint'))).toContain('107 characters; phones show about the first 100')
})

test('a test goes to one address, and only to one', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  button('Send a test').click()
  const address = one<HTMLInputElement>('#to')
  type(address, 'not an address')
  button('Send test').click()
  await settled()
  expect(one('#problem').textContent).toBe('Give one email address.')
  expect(address.ariaInvalid).toBe('true')
  type(address, 'me@example.com')
  await settled()
  button('Send test').click()
  await until(() => said().includes('Test sent to me@example.com.'))
  expect(server.asked('sendTest')[0]?.body).toEqual({
    to: 'me@example.com',
    subject: 'Hello {{name}}',
    html: '<p>Hello {{name}}</p>',
  })
})

test('a later time is sent as scheduledAt; one that has passed is refused', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  one<HTMLInputElement>('#from').value = 'Port <port@harbour.example>'
  one('#from').dispatchEvent(new Event('change'))
  button('Later').click()
  await settled()
  type(one<HTMLInputElement>('#scheduledAt'), '2020-01-01T08:00')
  button(/^Schedule for 2/).click()
  await settled()
  expect(one('#scheduledAt-error').textContent).toBe('Choose a time in the future.')
  type(one<HTMLInputElement>('#scheduledAt'), '2999-01-01T08:00')
  await settled()
  button(/^Schedule for 2/).click()
  await until(() => said().includes('Schedule for 2 people?'))
  // One press never sends: to how many and whom, from whom, and when is asked once more.
  const asked = said(one('sillage-confirm').shadowRoot ?? document.body)
  expect(asked).toContain('To: Pasted addresses (2)')
  expect(asked).toContain('Subject: Hello [Name]')
  expect(asked).toContain('From: Port <port@harbour.example>')
  expect(asked).toContain(`(${Intl.DateTimeFormat().resolvedOptions().timeZone})`)
  expect(server.asked('createCampaign')).toEqual([])
  await answer('Create and schedule')
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    scheduledAt: new Date('2999-01-01T08:00').toISOString(),
    from: 'Port <port@harbour.example>',
  })
})

test('limits, jitter and UTM parameters are collapsed, checked, and sent', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  expect(one<HTMLDetailsElement>('.advanced').open).toBe(false)
  type(one<HTMLInputElement>('#jitter'), 'soon')
  type(one<HTMLInputElement>('#limits'), '0')
  button(/^Create and send/).click()
  await settled()
  expect(one('#jitter-error').textContent).toBe('Give 0 to 86,400 seconds, or nothing.')
  expect(one<HTMLDetailsElement>('.advanced').open).toBe(true)
  expect(focused()?.id).toBe('jitter')
  type(one<HTMLInputElement>('#jitter'), '2,5')
  await settled()
  button(/^Create and send/).click()
  await settled()
  expect(one('#limits-error').textContent).toBe('Give whole numbers from 1, or nothing.')
  type(one<HTMLInputElement>('#limits'), '')
  await settled()
  type(one<HTMLInputElement>('#perDay'), '500')
  type(one<HTMLInputElement>('.advanced input[maxlength]'), 'letter')
  await settled()
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    jitterMs: 2500,
    limits: { perDay: 500 },
    tracking: { opens: true, clicks: true, readTime: false, utm: { source: 'letter' } },
  })
})

test('the fields of the directory are offered; those without a value are not', async () => {
  const server = createFakeServer()
  server.state.people[0]!.data = { city: 'Lyon' }
  server.state.intercept = ({ route, body }) =>
    route === 'previewContent' && (body as { html?: string }).html !== undefined
      ? Response.json({
          subject: 's',
          html: 'x',
          text: '',
          fields: ['typo', 'rank'],
          warnings: [{ code: 'unknown_merge_field', message: 'x', subject: 'typo' }],
        })
      : undefined
  await openComposer(server)
  await until(() => offered('subject').includes('city'))
  button('Own message').click()
  await settled()
  type(one<HTMLTextAreaElement>('textarea#content'), '<p>{{typo}} {{rank}}</p>')
  await until(() => offered('html').includes('rank'))
  expect(offered('html')).not.toContain('typo')
  expect(said(one('#fields-html'))).toContain('Company')
  expect(said(one('#fields-html'))).not.toContain('{{')
})

test('the editor of the host replaces the HTML field', async () => {
  const server = createFakeServer()
  const composer = await mount('campaign-composer', server.context())
  const editor = document.createElement('textarea')
  editor.slot = 'editor'
  editor.setAttribute('aria-label', 'Own editor')
  composer.append(editor)
  await composer.show()
  await settled()
  await write()
  expect(editor.value).toBe('<p>Hello {{name}}</p>')
  editor.value = '<p>From the host</p>'
  editor.dispatchEvent(new InputEvent('input', { bubbles: true }))
  await settled()
  editor.setSelectionRange(3, 3)
  insert('html', 'company')
  await settled()
  expect(editor.value).toBe('<p>{{company}}From the host</p>')
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({ html: '<p>{{company}}From the host</p>' })
})

test('a hostile mail in the preview reaches neither the page nor its address', async () => {
  await openComposer()
  await write()
  const before = location.href
  const attack = 'parent.broken = 1; top.location = "about:blank#gone"'
  const hostile = `<p>hostile</p><script>${attack}</script><img src="data:," onerror='${attack}'><svg onload='${attack}'></svg>
    <iframe srcdoc="<script>${attack.replaceAll('"', '&quot;')}</script>"></iframe><meta http-equiv="refresh" content="0;url=javascript:${attack.replaceAll('"', "'")}">
    <form action="javascript:${attack.replaceAll('"', "'")}"><input autofocus onfocus='${attack}'></form></p></iframe><script>${attack}</script>`
  const previews = (await until(() => all('iframe')[0])).getRootNode()
  const loaded: string[] = []
  // From before it begins: it may be loaded by the time it is found.
  previews.addEventListener('load', ({ target }) => void loaded.push((target as HTMLIFrameElement).srcdoc), true)
  type(one<HTMLTextAreaElement>('textarea#content'), hostile)
  const frame = await until(() => all<HTMLIFrameElement>('iframe').find(({ srcdoc }) => srcdoc.includes('hostile')))
  await until(() => loaded.includes(frame.srcdoc))
  await settled(20)
  expect(frame.getAttribute('sandbox')).toBe('')
  expect(frame.contentDocument).toBe(null)
  expect('broken' in globalThis).toBe(false)
  expect(location.href).toBe(before)
})
