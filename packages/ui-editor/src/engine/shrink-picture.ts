/** How wide a mail is, in pixels, where nothing else is said. */
const mailWidth = 600
/** Pixels of the file for each that is shown: sharp on the screens of telephones. */
const sharpness = 2
const quality = 0.85

/**
 * A picture as large as it will be seen, so that it is stored and sent once as that: what comes from a telephone is ten
 * times as wide. JPEG stays JPEG, PNG stays PNG. A photograph is drawn anew in any case, upright as its camera said,
 * which not every mail program reads, and without the place where it was taken. A GIF or PNG that moves is left alone,
 * and so is what cannot be read, which is for the server to judge, or would not become smaller.
 *
 * @param room How wide it is shown, in pixels. Default 600.
 */
export async function shrinkPicture(file: File, room: number = mailWidth): Promise<File> {
  const { type, name } = file
  if (type !== 'image/jpeg' && type !== 'image/png') return file
  const head = new TextDecoder('latin1').decode(await file.slice(0, 65_536).arrayBuffer())
  if (type === 'image/png' && head.includes('acTL')) return file
  const isPhotograph = type === 'image/jpeg' && head.includes('Exif\0\0')
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (bitmap === undefined) return file
  const width = Math.min(bitmap.width, Math.round(room * sharpness))
  const height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width))
  const isWide = width < bitmap.width
  const blob = isWide || isPhotograph ? await drawn(bitmap, { width, height, type }) : null
  bitmap.close()
  return blob === null || (!isPhotograph && blob.size >= file.size) ? file : new File([blob], name, { type })
}

async function drawn(
  bitmap: ImageBitmap,
  { width, height, type }: { width: number; height: number; type: string },
): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}
