/** A webhook's URL where nobody listens, so that no test waits for a resolver. */
export const unheard = 'http://127.0.0.1:9/'
/** What an installation needs to have it. */
export const allowed = { webhooks: { allowPrivate: true } }
