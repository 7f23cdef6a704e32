export const names = ({ name }: { name: string }): string => name
export const companies = ({ company }: { company: string }): string => company
export const tags = ({ tag }: { tag: string }): string => tag

/** Methods that are given a key, which is each tenant's own: `test/streams/tenants.test.ts`. */
export const below = { makes: 'below' } as const
export const given = { send: below, track: below }
const figures = { stats: below, timeline: below }
export const keyed = { get: below, update: below, delete: below, pause: below, resume: below, retry: below, ...figures }
export const ofOne = { get: below, unsubscribe: below, resubscribe: below, consent: below, erase: below }
