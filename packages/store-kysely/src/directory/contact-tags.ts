import { type ContactStore, checkLimit, decodeCursor, encodeCursor, fold, type StorePage } from '@sillage/core/store'
import { chunks, type SqlContext } from '../context.ts'
import { given } from '../query-parts.ts'
import { tagsOf } from '../rows/directory-rows.ts'
import { afterPrefix, orEmpty, searchKey } from '../rows/values.ts'
import { change, rows, type Work } from '../work.ts'

type Request = Parameters<ContactStore['tags']>[0]
type Tag = Awaited<ReturnType<ContactStore['tags']>>['items'][number]

/** Tags along their index, each spelling with its number of contacts. */
export function* tags({ db }: SqlContext, { limit, cursor, owner, q }: Request): Work<StorePage<Tag>> {
  checkLimit(limit)
  const beginning = fold(q ?? '')
  let query = db
    .selectFrom('email_contact_tags')
    .select(({ fn }) => ['tag', fn.countAll<number>().as('contacts')])
    .groupBy(['tag_key', 'tag'])
    .orderBy('tag_key')
    .orderBy('tag')
    .limit(limit + 1)
  if (owner !== undefined) query = query.where('owner', '=', owner)
  if (beginning !== '') query = query.where('tag_key', '>=', beginning).where('tag_key', '<', afterPrefix(beginning))
  if (cursor !== undefined) {
    const [tag] = decodeCursor('tags', cursor, ['string'])
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('tag_key', 'tag'), '>', tuple(searchKey(tag), tag)))
  }
  const found = yield* rows(query)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = last !== undefined && found.length > limit ? encodeCursor('tags', [last.tag]) : undefined
  return { items: page.map(({ tag, contacts }) => ({ tag, contacts })), next }
}

/** The contacts with a tag. */
export const contactsWithTag = ({ db }: SqlContext, tag: string, owner: string | undefined) => {
  const query = db
    .selectFrom('email_contact_tags')
    .select('contact_id')
    .where('tag_key', '=', searchKey(tag))
    .where('tag', '=', tag)
  return owner === undefined ? query : query.where('owner', '=', owner)
}

const columns = { contact_id: 'integer', owner: 'text', tag: 'text', tag_key: 'text' } as const
const names = Object.keys(columns) as (keyof typeof columns)[]

/** Stores the tags of contacts that have none stored. */
export function* addTags(
  { db, dialect }: SqlContext,
  contacts: readonly { id: number; owner: string | null; tags: readonly string[] }[],
): Work<void> {
  const tagged = contacts.flatMap(({ id, owner, tags }) =>
    [...new Set(tagsOf(tags))].map((tag) => ({ contact_id: id, owner: orEmpty(owner), tag, tag_key: searchKey(tag) })),
  )
  for (const chunk of chunks(tagged, dialect.rowsPerStatement)) {
    yield* change(
      db
        .insertInto('email_contact_tags')
        .columns(names)
        .expression(db.selectFrom(given(dialect, columns, chunk)).select(names)),
    )
  }
}

/** Puts other tags in the place of a contact's. */
export function* replaceTags(
  context: SqlContext,
  contact: { id: number; owner: string | null; tags: readonly string[] },
): Work<void> {
  yield* change(context.db.deleteFrom('email_contact_tags').where('contact_id', '=', contact.id))
  yield* addTags(context, [contact])
}
