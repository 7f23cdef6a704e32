import { html, type TemplateResult } from 'lit'
import type { UploadedPicture } from '../../engine/engine-host.ts'
import { prepared } from '../../engine/prepared.ts'
import type { Desk } from './desk.ts'

/** Chooses a picture file and uploads it; `room` is how wide it will be shown, in pixels, where that is known. */
export function pictureFile(
  desk: Desk,
  room: number | undefined,
  taken: (picture: UploadedPicture) => void,
): TemplateResult {
  const bring = async (event: Event) => {
    const [file] = (event.target as HTMLInputElement).files ?? []
    if (file === undefined || desk.upload === undefined) return
    const { anchor } = desk
    desk.say(desk.words.said.uploading)
    try {
      taken(await desk.upload(await prepared(file, room)))
      desk.say(desk.words.said.uploaded)
      desk.openForm('settings', anchor, '.form [name=alt]')
    } catch {
      desk.say(desk.words.said.upload_failed)
      desk.refuse({ src: desk.words.said.upload_failed })
    }
  }
  const { words, said } = desk
  return html`<label class="file"><input type="file" accept="image/png,image/jpeg,image/gif" @change=${bring}>
    <span>${said === words.said.uploading ? said : words.pictureFile}</span></label>`
}
