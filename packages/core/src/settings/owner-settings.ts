import type { z } from 'zod'
import type { Brand, BrandInput } from '../domain/brand.ts'
import type { Clock } from '../domain/clock.ts'
import { isSillageError, SillageError } from '../domain/errors.ts'
import { parseInput } from '../domain/input/parse.ts'
import { brandInput, topicsInput } from '../domain/input/settings.ts'
import type { Logger } from '../domain/logger.ts'
import type { Topic } from '../domain/topic.ts'
import { within } from '../domain/within.ts'
import type { OwnerSettingsStore } from '../store/port/owner-settings-store.ts'
import { defineBrand } from './brand.ts'

/** A value, or a function that gives it for each tenant (null: an installation without tenants). */
export type OfOwner<T> = T | ((owner: string | null) => T | Promise<T>)

/** What an installation's options say in place of what its tenants set for themselves. */
export interface SettingsOptions {
  brand?: OfOwner<BrandInput> | undefined
  topics?: OfOwner<Topic[]> | undefined
}

/** For as long a page waits for a function of the host; a person who opts out has to come through. */
const MOST_MS = 2_000

export type SettingKey = keyof SettingsOptions
/** The settings there are, by key, and what each takes. */
const schemas = { brand: brandInput, topics: topicsInput } satisfies Record<SettingKey, z.ZodType>
export const settingKeys = Object.keys(schemas) as SettingKey[]

/** A setting as the API shows it: `value` null where nothing was set, `fixed` where an option of the host says it. */
export interface Setting {
  key: SettingKey
  value: unknown
  fixed: boolean
  /** ISO 8601 UTC; null where nothing was set, or an option says it. */
  updatedAt: string | null
}

/**
 * What a sender says of itself: an option of the host where there is one, which cannot be changed here; else what was
 * set for the tenant.
 */
export interface OwnerSettings {
  /** Of a page whose sender is not known: the option where it is one for all, else the default. Reads nothing. */
  readonly common: Brand
  /** The default where the host's function fails: a page that a recipient opens is shown in any case. */
  brand(owner: string | null): Promise<Brand>
  topics(owner: string | null): Promise<Topic[]>
  get(owner: string | null, key: SettingKey): Promise<Setting>
  /** Null takes it back. Throws `settings_fixed`, `invalid_field`. */
  put(owner: string | null, key: SettingKey, value: unknown): Promise<Setting>
}

export function createOwnerSettings(
  store: OwnerSettingsStore,
  options: SettingsOptions,
  { clock, logger }: { clock: Clock; logger: Logger },
): OwnerSettings {
  async function read(owner: string | null, key: SettingKey): Promise<Setting> {
    const option = options[key]
    if (option !== undefined) {
      const value = typeof option === 'function' ? await asked(option, owner, key) : option
      return { key, value, fixed: true, updatedAt: null }
    }
    const stored = (await store.of(owner)).find((setting) => setting.key === key)
    if (stored === undefined) return { key, value: null, fixed: false, updatedAt: null }
    return { key, value: JSON.parse(stored.value), fixed: false, updatedAt: new Date(stored.updatedAt).toISOString() }
  }

  const asked = (option: (owner: string | null) => unknown, owner: string | null, key: SettingKey) =>
    within(
      MOST_MS,
      (async () => option(owner))(),
      clock,
      () => new SillageError('invalid_option', `content.${key}: expected an answer within ${MOST_MS / 1_000} seconds.`),
    )

  /** What can be used of a setting; else the default, and a line in the log. */
  async function usable<K extends SettingKey>(
    owner: string | null,
    key: K,
  ): Promise<z.output<(typeof schemas)[K]> | undefined> {
    try {
      const { value } = await read(owner, key)
      return value === null
        ? undefined
        : (parseInput<unknown>(schemas[key], value, key) as z.output<(typeof schemas)[K]>)
    } catch (error) {
      if (isSillageError(error, 'store_unavailable')) throw error
      logger.error({ err: error, setting: key }, 'a setting cannot be used, so its default is')
      return undefined
    }
  }

  const { brand } = options
  return {
    common: defineBrand(typeof brand === 'function' ? {} : (brand ?? {})),
    brand: async (owner) => defineBrand((await usable(owner, 'brand')) ?? {}),
    topics: async (owner) => (await usable(owner, 'topics')) ?? [],
    get: read,
    async put(owner, key, value) {
      if (options[key] !== undefined)
        throw new SillageError('settings_fixed', `The installation's option content.${key} says this; change it there.`)
      if (value === null) await store.remove(owner, key)
      else {
        const checked = parseInput<unknown>(schemas[key], value, 'value')
        await store.put({ owner, key, value: JSON.stringify(checked), updatedAt: clock.now() })
      }
      return read(owner, key)
    },
  }
}
