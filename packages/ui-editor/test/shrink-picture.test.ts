import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { shrinkPicture } from '../src/engine/shrink-picture.ts'
import { mountTemplate, part } from './support/editor.ts'
import { box } from './support/template.ts'
import { marked } from './template/mails.ts'

/** Red on the left, blue on the right. */
async function drawn(width: number, height: number, type: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  context.fillStyle = '#f00'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#00f'
  context.fillRect(width / 2, 0, width, height)
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer())
}

const fileOf = (bytes: BlobPart[], name: string, type: string) => new File(bytes, name, { type })

/** As a telephone that was held upright writes it: what is on the left of the file belongs at the top. */
async function photograph(width: number, height: number): Promise<File> {
  const jpeg = await drawn(width, height, 'image/jpeg')
  const exif = [
    0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0,
    0,
  ]
  const segment = new Uint8Array([0xff, 0xe1, 0, exif.length + 2, ...exif])
  return fileOf([jpeg.slice(0, 2), segment, jpeg.slice(2)], 'quay.jpg', 'image/jpeg')
}

/** Width and height of the file itself, and the colours of its first and last corner. */
async function seen(file: File): Promise<{ size: string; corners: string[] }> {
  const bitmap = await createImageBitmap(file)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  context.drawImage(bitmap, 0, 0)
  const colour = (x: number, y: number) => {
    const [red = 0, , blue = 0] = context.getImageData(x, y, 1, 1).data
    return red > blue ? 'red' : 'blue'
  }
  const { width, height } = bitmap
  return { size: `${width}×${height}`, corners: [colour(2, 2), colour(width - 3, height - 3)] }
}

test('a picture is as wide as a sharp screen shows it, in its own format', async () => {
  for (const type of ['image/jpeg', 'image/png']) {
    const wide = fileOf([await drawn(1_500, 100, type)], 'wide', type)
    const small = await shrinkPicture(wide)
    expect(await seen(small)).toEqual({ size: '1200×80', corners: ['red', 'blue'] })
    expect([small.type, small.name, small.size < wide.size]).toEqual([type, 'wide', true])
    expect((await seen(await shrinkPicture(wide, 150))).size).toBe('300×20')
    expect(await shrinkPicture(wide, 1_000)).toBe(wide)
  }
})

test('a photograph stands upright for programs that do not read how it was held, and says nothing of where', async () => {
  for (const [width, height, size] of [
    [600, 300, '200×400'],
    [300, 60, '60×300'],
  ] as const) {
    const upright = await shrinkPicture(await photograph(width, height), 100)
    expect(new TextDecoder('latin1').decode(await upright.arrayBuffer())).not.toContain('Exif')
    expect(await seen(upright)).toEqual({ size, corners: ['red', 'blue'] })
  }
})

test('what moves, and what cannot be read, is left alone', async () => {
  const png = await drawn(2_000, 10, 'image/png')
  // One picture, shown without end; and the sum over these bytes.
  const acTL = [0, 0, 0, 8, 0x61, 0x63, 0x54, 0x4c, 0, 0, 0, 1, 0, 0, 0, 0, 0xb4, 0x2d, 0xe9, 0xa0]
  const moving = fileOf([png.slice(0, -12), new Uint8Array(acTL), png.slice(-12)], 'm.png', 'image/png')
  expect((await seen(moving)).size).toBe('2000×10')
  const gif = fileOf([await drawn(2_000, 10, 'image/png')], 'a.gif', 'image/gif')
  const broken = fileOf(['no picture'], 'b.jpg', 'image/jpeg')
  for (const file of [moving, gif, broken]) expect(await shrinkPicture(file)).toBe(file)
})

test('what is uploaded is twice as wide as the place of the template', async () => {
  const uploaded = Promise.withResolvers<File>()
  const editor = await mountTemplate(marked, {
    upload: async (file) => {
      uploaded.resolve(file)
      return { src: 'https://harbour.example/up.jpg', width: 400, height: 200 }
    },
  })
  await userEvent.click(box(editor, 'photo'))
  await userEvent.upload(
    part(editor, '.form input[type=file]'),
    fileOf([await drawn(500, 250, 'image/jpeg')], 'wide.jpg', 'image/jpeg'),
  )
  expect((await seen(await uploaded.promise)).size).toBe('400×200')
})
