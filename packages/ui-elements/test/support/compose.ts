import type { CampaignComposer } from '../../src/components/campaign-composer/campaign-composer.ts'
import { createFakeServer } from './fake-server.ts'
import { answer, button, mount, one, settled, type, until } from './mount.ts'

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
  button('Paste addresses').click()
  await settled()
  type(
    one<HTMLTextAreaElement>('#pasted'),
    'ada@example.com, Ada\nGrace <grace@example.com>\nADA@example.com\nnonsense',
  )
  await settled()
}

/** Sends, and confirms the question. */
export async function send(): Promise<void> {
  const submit = button(/^Create and send/)
  await until(() => !submit.matches(':disabled'), 'the button to be free again')
  submit.click()
  await answer('Create and send')
}
