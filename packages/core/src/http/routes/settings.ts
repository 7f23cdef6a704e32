import { z } from 'zod'
import { SillageError } from '../../domain/errors.ts'
import { parseInput } from '../../domain/input/parse.ts'
import { sendersInput } from '../../domain/input/senders.ts'
import { brandInput, topicsInput } from '../../domain/input/settings.ts'
import type { SettingKey } from '../../domain/setting.ts'
import { settingKeys } from '../../settings/owner-settings.ts'
import { readInput } from '../body.ts'
import { json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import type { HandlerInput } from '../types.ts'
import { answers, manage } from './route.ts'

const params = { key: z.enum(settingKeys) }
const settingInput = z
  .strictObject({ value: z.union([brandInput, sendersInput, topicsInput]).nullable() })
  .meta({ id: 'SettingInput' })
/** The value is checked as what the key takes, so that the error names its field. */
const anyValue = z.strictObject({ value: z.unknown() })

export const settingRoutes = [
  manage('GET', 'getSetting', {
    summary: 'What a tenant set for itself, or an option of the host says: its brand, its senders, its topics',
    params,
    answer: answers(schemas.setting),
    handle: async ({ services, owner, request }) => json(await services.settings.get(owner ?? null, keyOf(request))),
  }),
  manage('PUT', 'putSetting', {
    summary: 'Sets it, or (null) takes it back; refused where an option of the host says it',
    params,
    body: { schema: settingInput },
    answer: answers(schemas.setting),
    async handle({ services, owner, request }) {
      const { value } = parseInput(anyValue, await readInput(request))
      return json(await services.settings.put(owner ?? null, keyOf(request), value ?? null))
    },
  }),
  manage('GET', 'getBrand', {
    summary: 'What a tenant looks like, complete: what documents are made with now',
    answer: answers(schemas.brand),
    handle: async ({ api }) => json(await api.brand.get()),
  }),
  manage('GET', 'listTransports', {
    summary: 'Which transports a campaign or stream may name, the default one first',
    answer: answers(schemas.pageOf(schemas.transportItem)),
    handle: async ({ api }) => json(await api.transports.list()),
  }),
]

function keyOf({ params: { key } }: HandlerInput['request']): SettingKey {
  const known = settingKeys.find((one) => one === key)
  if (known === undefined)
    throw new SillageError('not_found', `There is no setting with this key; expected one of ${settingKeys.join(', ')}.`)
  return known
}
