import { readPicture, whyRefused } from '../content/read-picture.ts'
import { type Asset, type AssetInput, type Assets, pictureLimits } from '../domain/asset.ts'
import { SillageError } from '../domain/errors.ts'
import { assetInput } from '../domain/input/assets.ts'
import { parseInput } from '../domain/input/parse.ts'
import { isWebUrl } from '../domain/input/settings.ts'

/** Pictures that mails show from an address. */
export interface AssetUploads {
  /**
   * Stores a picture where the option `assets` says, and answers where every recipient loads it. The same bytes have
   * the same address. Throws `invalid_field` for what is no PNG, JPEG or GIF, and for one that is too large;
   * `not_found` where the installation has no `assets`.
   */
  create(file: AssetInput): Promise<Asset>
}

export function createAssetUploads(assets: Assets | undefined, owner: string | undefined): AssetUploads {
  return {
    async create(file) {
      const { bytes, name } = parseInput(assetInput, file)
      if (assets === undefined)
        throw new SillageError(
          'not_found',
          'There is no place for pictures here; give createSillage the option assets, such as storeAssets().',
        )
      const { type, width, height } = checked(bytes)
      const { url } = await assets.put({ bytes, type, width, height, name, owner })
      if (typeof url !== 'string' || !isWebUrl(url))
        throw new SillageError('invalid_option', 'assets.put: expected { url } with an http or https URL.')
      return { url, name, contentType: type, size: bytes.length, width, height }
    },
  }
}

function checked(bytes: Uint8Array) {
  const { bytes: most, pixels } = pictureLimits
  if (bytes.length > most) throw invalid(`at most ${most} bytes, got ${bytes.length}; make the picture smaller`)
  const head = readPicture(bytes)
  if (head === undefined) throw invalid(`a PNG, JPEG or GIF, got ${whyRefused(bytes)}; save it as one of these`)
  if (head.width > pixels || head.height > pixels)
    throw invalid(`at most ${pixels} × ${pixels} pixels, got ${head.width} × ${head.height}; make the picture smaller`)
  return head
}

const invalid = (expected: string) =>
  new SillageError('invalid_field', `bytes: expected ${expected}.`, { field: 'bytes' })
