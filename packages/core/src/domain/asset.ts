/** The formats of pictures that all mail programs show. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif'] as const
/** One of `pictureTypes`. */
export type PictureType = (typeof pictureTypes)[number]

/** A picture as `Assets` is given it: what it is was read from its bytes. Sizes are in pixels. */
export interface Picture {
  bytes: Uint8Array
  type: PictureType
  width: number
  height: number
  /** As the author called the file. */
  name: string
  /** Whose it is; undefined without tenants. */
  owner?: string | undefined
}

/**
 * Where the pictures of mails live: a bucket, a folder of a web server, or the store (`storeAssets()`). Given as the
 * option `assets` of `createSillage`.
 */
export interface Assets {
  /**
   * Stores a picture and says where every recipient can load it, for as long as mails are read. The same bytes give the
   * same address. What it rejects with is answered as 500 and logged.
   */
  put(picture: Picture): Promise<{ url: string }>
}

/** What `assets.create` takes. */
export interface AssetInput {
  /** A PNG, JPEG or GIF: at most 2,000,000 bytes, and 4,000 pixels wide and high. */
  bytes: Uint8Array
  /** As the author called the file; what it is, its bytes say. */
  name: string
}

/** A picture that mails can show. `size` in bytes, `width` and `height` in pixels. */
export interface Asset {
  /** Where every recipient loads it: the `src` of a picture. */
  url: string
  name: string
  contentType: PictureType
  size: number
  width: number
  height: number
}

/** Bounds of a picture. */
export const pictureLimits = { bytes: 2_000_000, pixels: 4_000 } as const
