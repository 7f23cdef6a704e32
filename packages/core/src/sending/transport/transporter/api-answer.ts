/** What an HTTP API answered, as far as its meaning depends on it. */
export interface ApiAnswer {
  status: number
  /** What the error and the body call themselves, with blanks between. */
  names: string
  /** In words, else by name. */
  text: string
}

type Fields = Readonly<Record<string, unknown>>

const mostRead = 2000

/**
 * Finds the HTTP answer in what a client threw, by shape: the AWS SDK has it in `$metadata`, fetch wrappers and the
 * providers' clients as `status` or `statusCode`, axios and got in `response`, SendGrid as a numeric `code`. Undefined
 * where no server answered, or not with a failure.
 */
export function answerOf(error: unknown): ApiAnswer | undefined {
  const fields = fieldsOf(error)
  const response = fieldsOf(fields.response)
  const status = [
    fieldsOf(fields.$metadata).httpStatusCode,
    fields.statusCode,
    fields.status,
    response.status,
    response.statusCode,
    fields.code,
  ].find(isFailure)
  // An SDK that found no credentials asked nobody, and will find none for the next message.
  if (status === undefined && fields.name !== 'CredentialsProviderError') return undefined
  const body = bodyOf(fields, response)
  const throttled = fieldsOf(fields.$retryable).throttling === true ? 'Throttling' : ''
  const ofBody = [body.name, body.code, body.type, body.Code, fieldsOf(body.error).type]
  const names = [fields.name, fields.code, fields.Code, throttled, ...ofBody].filter(isText).join(' ')
  const words = [fields.message, ...wordsOf(body)].filter(isText)
  const text = [...new Set(words)].join(' ').slice(0, mostRead)
  return { status: status ?? 401, names, text: text === '' ? names || `HTTP ${status}` : text }
}

/** What a server answered in JSON: read by its client, or not yet. */
function bodyOf(fields: Fields, response: Fields): Fields {
  for (const body of [response.data, response.body, fields.body]) {
    if (isText(body)) return fieldsOf(parsed(body))
    if (typeof body === 'object' && body !== null) return fieldsOf(body)
  }
  return isText(fields.message) ? fieldsOf(parsed(fields.message)) : {}
}

/** Under the names that providers give to it. */
function wordsOf(body: Fields): unknown[] {
  const { errors, error } = body
  const listed = Array.isArray(errors) ? errors.slice(0, 5).map((one) => fieldsOf(one).message ?? one) : []
  return [body.message, body.Message, body.detail, error, fieldsOf(error).message, ...listed]
}

function parsed(body: string): unknown {
  if (!body.startsWith('{')) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isFailure = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600
