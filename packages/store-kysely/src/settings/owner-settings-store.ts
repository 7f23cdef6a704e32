import type { OwnerSettingsStore } from '@sillage/core/store'
import { namePictures } from '../campaigns/assets.ts'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { orEmpty, orNull } from '../rows/values.ts'
import { change, rows } from '../work.ts'

const columns = ['owner', 'key', 'value', 'updated_at'] as const

export function ownerSettingsStore(context: SqlContext): OwnerSettingsStore {
  const { engine, db } = context
  const settings = prepared((owner: string) =>
    db.selectFrom('email_owner_settings').select(columns).where('owner', '=', owner).orderBy('key'),
  )
  return {
    async of(owner) {
      const found = await engine.read(() => rows(settings(orEmpty(owner))))
      return found.map(({ updated_at: updatedAt, ...row }) => ({ ...row, owner: orNull(row.owner), updatedAt }))
    },

    async put({ owner, key, value, updatedAt }) {
      const query = db
        .insertInto('email_owner_settings')
        .values({ owner: orEmpty(owner), key, value, updated_at: updatedAt })
        .onConflict((on) => on.columns(['owner', 'key']).doUpdateSet({ value, updated_at: updatedAt }))
      await engine.write(function* () {
        yield* change(query)
        yield* namePictures(context, value)
      })
    },

    async remove(owner, key) {
      const query = db.deleteFrom('email_owner_settings').where('owner', '=', orEmpty(owner)).where('key', '=', key)
      return (await engine.write(() => change(query))) > 0
    },
  }
}
