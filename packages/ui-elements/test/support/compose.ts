import type { CampaignComposer } from '../../src/components/campaign-composer/campaign-composer.ts'
import { createFakeServer } from './fake-server.ts'
import { all, answer, button, mount, one, said, settled, type, until } from './mount.ts'

/** A composer that is open on an empty draft. */
export async function openComposer(server = createFakeServer()): Promise<CampaignComposer> {
  const composer = await mount('campaign-composer', server.context())
  await composer.show()
  await settled()
  return composer
}

/** Fills in a message of one's own, and two addresses among what cannot be read. */
export async function write(): Promise<void> {
  type(one<HTMLInputElement>('#name'), 'Letter')
  type(one<HTMLInputElement>('#subject'), 'Hello {{name}}')
  button('Own message').click()
  await settled()
  type(one<HTMLTextAreaElement>('textarea#content'), '<p>Hello {{name}}</p>')
  await paste('ada@example.com, Ada\nGrace <grace@example.com>\nADA@example.com\nnonsense')
}

/** Opens the dialog in which recipients are chosen. */
export async function openChooser(): Promise<void> {
  button('Choose…').click()
  await until(
    () => all('sillage-chooser').some(({ shadowRoot }) => shadowRoot?.querySelector('dialog[open]') != null),
    'the dialog',
  )
  await settled()
}

/** Closes it, and waits until the choice is counted. */
export async function chosen(): Promise<void> {
  button('Done').click()
  await settled()
  await until(() => !said(one('.people')).includes('Counting…'), 'the figures')
  await settled()
}

/** Gives a list as recipients. */
export async function paste(text: string): Promise<void> {
  await openChooser()
  button('A list of yours').click()
  await settled()
  type(one<HTMLTextAreaElement>('#pasted'), text)
  await settled()
  await chosen()
}

/** Sends, and confirms the question. */
export async function send(): Promise<void> {
  const submit = button(/^Create and send/)
  await until(() => !submit.matches(':disabled'), 'the button to be free again')
  submit.click()
  await answer('Create and send')
}
