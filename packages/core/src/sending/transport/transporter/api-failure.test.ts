import { describe, expect, it } from 'vitest'
import { classifyAnswer } from '../../policy/classify-answer.ts'
import { apiFailure } from './api-failure.ts'

const message = { envelope: { from: 'bounce+x@shop.example', to: 'Ada@example.org' }, raw: Buffer.alloc(0) }

function outcome(error: unknown): string {
  const { action, error: said, suppress, slow, stop } = classifyAnswer(apiFailure(error, message))
  const more = [suppress === 'now' ? 'suppress' : suppress === 'soft' ? 'soft' : '', slow ? 'slow' : '', stop ?? '']
  return [action, said.kind, ...more].filter((word) => word !== '').join(' ')
}

const thrown = (text: string, fields: object) => Object.assign(new Error(text), fields)
const sdk = (name: string, text: string, httpStatusCode?: number) =>
  thrown(text, { name, $fault: 'client', $metadata: { httpStatusCode, requestId: 'x', attempts: 3 } })

describe('apiFailure', () => {
  it.each<[string, string, number | undefined, string]>([
    ['TooManyRequestsException', 'Too many requests', 429, 'retry rate slow'],
    ['Throttling', 'Maximum sending rate exceeded.', 400, 'retry rate slow'],
    ['ThrottlingException', 'Rate exceeded', 400, 'retry rate slow'],
    ['LimitExceededException', 'Too many instances', 400, 'retry rate slow'],
    ['LimitExceededException', 'Daily message quota exceeded', 400, 'pause rate slow campaign'],
    ['MessageRejected', 'Email address is not verified. Failed: ada@example.org', 400, 'pause config campaign'],
    ['MailFromDomainNotVerifiedException', 'not', 400, 'pause config campaign'],
    ['ConfigurationSetDoesNotExist', 'none such', 400, 'pause config campaign'],
    ['MessageRejected', 'Transaction failed: attachment of type exe', 400, 'fail content'],
    ['AccountSuspendedException', 'suspended', 400, 'pause auth campaign'],
    ['SendingPausedException', 'paused', 400, 'pause auth campaign'],
    ['AccountSendingPausedException', 'paused', 400, 'pause auth campaign'],
    ['ExpiredTokenException', 'expired', 403, 'pause auth campaign'],
    ['UnrecognizedClientException', 'The token is invalid.', 400, 'pause auth campaign'],
    ['InvalidSignatureException', 'no match', 403, 'pause auth campaign'],
    ['AccessDeniedException', 'not authorized to perform: ses:SendEmail', 403, 'pause auth campaign'],
    ['CredentialsProviderError', 'Could not load credentials', undefined, 'pause auth campaign'],
    ['InvalidParameterValue', "Missing final '@domain'", 400, 'fail address soft'],
    ['InvalidParameterValue', 'Illegal address ada@example.org', 400, 'fail address suppress'],
    ['InvalidParameterValue', 'Header too long', 400, 'fail content'],
    ['BadRequestException', 'Bad request', 400, 'fail content'],
    ['ServiceUnavailable', 'Service is unavailable', 503, 'retry connection'],
    ['InternalFailure', 'Internal failure', 500, 'retry connection'],
    ['TimeoutError', 'Connection timed out after 3000 ms', undefined, 'unknown connection'],
    ['TimeoutError', 'Socket timed out without establishing a connection', undefined, 'outage connection'],
  ])('the AWS SDK: %s, %s (%s): %s', (name, text, status, expected) => {
    expect(outcome(sdk(name, text, status))).toBe(expected)
  })

  it.each<[number, string]>([
    [400, 'fail content'],
    [401, 'pause auth campaign'],
    [403, 'pause auth campaign'],
    [404, 'pause config campaign'],
    [408, 'retry connection'],
    [413, 'fail content'],
    [422, 'fail content'],
    [429, 'retry rate slow'],
    [500, 'retry connection'],
    [502, 'unknown connection'],
    [503, 'retry connection'],
    [504, 'unknown connection'],
  ])('%d in whatever place a client puts it: %s', (status, expected) => {
    const shapes = [
      { status },
      { statusCode: status },
      { response: { status } },
      { response: { statusCode: status } },
      { code: status },
      { $metadata: { httpStatusCode: status } },
    ]
    for (const shape of shapes) expect(outcome(thrown('No', shape)), JSON.stringify(shape)).toBe(expected)
  })

  it.each<[string, object, string]>([
    [
      'SendGrid, no credits',
      { code: 401, response: { body: { errors: [{ message: 'Maximum credits exceeded', field: null }] } } },
      'pause rate slow campaign',
    ],
    [
      'SendGrid, another sender',
      {
        code: 403,
        response: { body: { errors: [{ message: 'The from address does not match a verified Sender Identity.' }] } },
      },
      'pause config campaign',
    ],
    [
      'Mailgun, a bad recipient',
      { status: 400, details: '', response: { data: { message: "'to' parameter is not a valid address." } } },
      'fail address suppress',
    ],
    [
      'Mailgun, a bad sender',
      { status: 400, response: { data: { message: "'from' parameter is not a valid address." } } },
      'pause config campaign',
    ],
    [
      'Postmark, an inactive recipient',
      {
        name: 'InactiveRecipientsError',
        statusCode: 422,
        code: 406,
        message: 'Found inactive addresses: a@b.example.',
      },
      'fail address suppress',
    ],
    [
      'Resend, for today',
      {
        status: 429,
        message: '{"name":"daily_quota_exceeded","message":"You have reached your daily email sending quota."}',
      },
      'pause rate slow campaign',
    ],
    [
      'axios, with the words in the body',
      {
        message: 'Request failed',
        code: 'ERR_BAD_REQUEST',
        response: { status: 400, data: { error: 'Invalid email' } },
      },
      'fail address soft',
    ],
  ])('%s', (_, error, expected) => {
    expect(outcome(error)).toBe(expected)
  })

  it.each(['from', 'sender domain', 'quota'])('is not misled by an address with the word %s in it', (word) => {
    const address = `${word.replace(' ', '.')}.address@example.org`
    expect(outcome({ status: 400, message: `Invalid email: ${address}` })).toBe('fail address soft')
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('fetch that met %s asked nobody', (code) => {
    const error = new TypeError('fetch failed', { cause: thrown('no', { code }) })
    expect(outcome(error)).toBe('outage connection')
  })

  it.each([
    ['a connection that broke', new TypeError('fetch failed', { cause: thrown('reset', { code: 'ECONNRESET' }) })],
    ['an answer that could not be read', sdk('SyntaxError', 'Unexpected token', 200)],
    ['anything', undefined],
  ])('%s leaves it open', (_, error) => {
    expect(outcome(error)).toBe('unknown connection')
  })

  it('keeps what was said', () => {
    const body = { errors: [{ message: 'Bad header' }] }
    expect(apiFailure(thrown('Bad Request', { code: 400, response: { body } }))).toEqual({
      kind: 'refused',
      stage: 'final',
      code: 554,
      enhancedCode: '5.6.0',
      text: 'Bad Request Bad header',
    })
  })

  it.each<[string, object, string]>([
    ['nothing', { status: 503 }, 'HTTP 503'],
    ['a name', { status: 400, name: 'BadRequest' }, 'BadRequest'],
    ['an object', { status: 400, response: { data: { message: 'Of an object' } } }, 'Of an object'],
    ['JSON that was not read', { status: 400, response: { data: '{"message":"Of JSON"}' } }, 'Of JSON'],
    ['a body behind none', { status: 400, response: { data: null, body: { message: 'Of the body' } } }, 'Of the body'],
    ['one thing twice', { status: 400, message: 'Twice', response: { data: { message: 'Twice' } } }, 'Twice'],
    ['very much', { status: 400, message: 'x'.repeat(9_000) }, 'x'.repeat(2_000)],
  ])('says what an answer with %s comes to', (_, error, text) => {
    expect(apiFailure(error, message)).toMatchObject({ text })
  })

  it('takes a complaint about addresses for one about the recipient only where it names that', () => {
    const about = (address: string) => outcome({ status: 400, message: `Illegal address: ${address}` })
    expect(about('ada@EXAMPLE.org')).toBe('fail address suppress')
    expect(about('bob@example.org')).toBe('fail address soft')
  })
})
