import { expect, it } from 'vitest'
import { ask, requestOf } from './ask-for-tests.ts'
import { rawMail } from './raw-mail.ts'

const mail = Buffer.from('Subject: x\r\n\r\n\xe9', 'latin1')

it.each([
  [undefined, true],
  ['message/rfc822', true],
  ['Application/Octet-Stream', true],
  ['text/plain; charset=utf-8', true],
  ['application/json', false],
  ['text/plainer', false],
  ['application/x-www-form-urlencoded', false],
])('a body of the type %s is a mail: %s', async (type, isMail) => {
  expect(await ask(rawMail(), requestOf(mail, { 'content-type': type }))).toEqual(
    isMail ? { kind: 'mails', mails: [mail] } : { kind: 'refused', status: 400, why: 'wrong_shape' },
  )
})

it('an empty body is none', async () => {
  expect(await ask(rawMail(), requestOf(''))).toEqual({ kind: 'refused', status: 400, why: 'wrong_shape' })
})

it('asks for the name and password it was given, and adds no header', async () => {
  const source = rawMail({ basicAuth: { user: 'pipe', pass: 'secret' } })
  const authorization = `Basic ${Buffer.from('pipe:secret').toString('base64')}`
  expect(await ask(source, requestOf(mail, { authorization }))).toEqual({ kind: 'mails', mails: [mail] })
  expect(await ask(source, requestOf(mail))).toMatchObject({ status: 401, why: 'wrong_credentials' })
  expect(source.headers).toBeUndefined()
})
