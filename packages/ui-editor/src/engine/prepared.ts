/** A picture file as it is uploaded; what makes it smaller is loaded with the first one. */
export async function prepared(file: File, room?: number): Promise<File> {
  const { shrinkPicture } = await import('./shrink-picture.ts')
  return shrinkPicture(file, room)
}
