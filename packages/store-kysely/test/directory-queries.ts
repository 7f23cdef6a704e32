import type { Store } from '@sillage/core/store'

/** Every method about contacts, templates, suppressions, settings and what else is not of one campaign. */
export async function directoryQueries({
  contacts,
  templates,
  suppressions,
  throttles,
  settings,
  ownerSettings,
  outages,
  messages,
}: Store): Promise<void> {
  const [owner, email] = ['owner 1', 'directory@example.org']
  const person = { ref: null, name: 'D', company: 'C', tags: ['t', 'c1', 'c2'], data: {}, consent: null }
  const contact = { owner, email, ...person, createdAt: 1 }
  const { ids } = await contacts.add([contact])
  const id = ids[0] ?? 0
  await contacts.getMany([id])
  await contacts.getMany([id], owner)
  for (const query of [{}, { owner, q: 'd', tag: 't' }, { company: 'C' }]) await contacts.search({ ...query, limit: 1 })
  for (const query of [{}, { owner, q: 'c' }]) {
    await contacts.companies({ ...query, limit: 1 })
    const { next } = await contacts.tags({ ...query, limit: 1 })
    await contacts.tags({ ...query, limit: 1, cursor: next })
  }
  for (const changes of [{}, { name: 'E' }, { tags: ['u'] }]) await contacts.update(id, changes, owner)
  await contacts.remove(id, owner)
  const content = { name: 't', subject: '', html: '', text: null }
  const { template } = await templates.create({ ...content, owner, key: 'welcome', at: 1 })
  await templates.byKey('welcome', owner)
  await templates.get(template.id, owner)
  await templates.list({ limit: 1, owner })
  await templates.update(template.id, content, owner, { at: 1 })
  await templates.update(template.id, content, owner, { at: 1, ifRevision: 1 }).catch(() => {})
  await templates.remove(template.id, owner)
  const held = { owner, email, emailHash: null, topic: null, reason: 'manual', at: 1 } as const
  const { suppression } = await suppressions.add(held)
  await suppressions.add(held)
  await suppressions.list({ limit: 1, owner })
  await suppressions.held(owner, [email], null, ['hash'])
  await suppressions.of(owner, email, 'hash')
  const lifted = { owner, email: 'nobody@example.org', topic: null }
  await suppressions.lift(lifted)
  await suppressions.lift({ ...lifted, emailHash: 'hash', reasons: ['manual', 'unsubscribe'], until: 1 })
  await suppressions.list({ limit: 1, topic: 'news', q: 'a' })
  await suppressions.list({ limit: 1, reason: 'manual' })
  await suppressions.remove(suppression.id, { owner: owner ?? undefined, reason: 'manual' })
  const limits = [{ key: 'one', intervalMs: 1, burst: 1 }]
  await throttles.reserve({ limits, count: 1, maxWaitMs: 5_000, now: 1 })
  await settings.put('key', 'value')
  await settings.get('key')
  await ownerSettings.put({ owner: 'acme', key: 'brand', value: '{}', updatedAt: 1 })
  await ownerSettings.of('acme')
  await ownerSettings.remove('acme', 'brand')
  const away = {
    transport: 'default',
    sender: 'one',
    server: null,
    since: 1,
    error: { kind: 'other', message: 'away' },
    nextTryAt: 2,
  } as const
  await outages.put(away)
  await outages.list(1)
  await outages.prune(1)
  await outages.end(away)
  await messages.sentAs('provider 1')
  await messages.forgetProviderIds(1)
  await settings.lease('work', { holder: 'one', now: 1, until: 2 })
}
