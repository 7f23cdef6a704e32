import { describe, expect, it } from 'vitest'
import { campaignInput, campaignPatch, testInput } from './campaigns.ts'
import { parseInput } from './parse.ts'

const addresses = 'expected no header with addresses: each message goes to one recipient alone'
const others = 'expected a header that neither the library nor a mail server writes'

describe.each([
  ['campaign', (headers: object) => parseInput(campaignInput, { name: 'Fair', headers })],
  ['change', (headers: object) => parseInput(campaignPatch, { headers })],
  ['test', (headers: object) => parseInput(testInput, { to: 'me@example.org', headers })],
])('headers of a %s', (_, parse) => {
  it('are kept as they are written', () => {
    const headers = { 'X-Fair': 'spring', 'x-fair-2': 'autumn' }
    expect(parse(headers).headers).toEqual(headers)
  })

  it.each([
    ['From', 'expected the sender in the field from'],
    ['sender', 'expected the sender in the field from'],
    ['REPLY-TO', 'expected the reply address in the field replyTo'],
    ['Subject', 'expected the subject in the field subject'],
    ['Bcc', 'expected no header with addresses: each message goes to one recipient alone'],
    ['Resent-Bcc', addresses],
    ['resent-to', addresses],
    ['Apparently-To', addresses],
    ['Feedback-ID', 'expected headers that mark mails in the option sending.marks of createSillage'],
    ['Authentication-Results', others],
    ['ARC-Seal', others],
    ['DKIM-Signature', others],
    ['DomainKey-Signature', others],
    ['Received', others],
    ['Received-SPF', others],
    ['Return-Path', others],
    ['Delivered-To', others],
    ['Original-Recipient', others],
    ['X-Failed-Recipients', others],
    ['X-Authentication-Results', others],
    ['X-Original-To', others],
    ['Envelope-To', others],
    ['X-Envelope-From', others],
    ['List-Id', 'expected headers that mark mails in the option sending.marks of createSillage'],
    ['Precedence', 'expected headers that mark mails in the option sending.marks of createSillage'],
    ['Date', 'expected a header that neither the library nor a mail server writes'],
    ['Content-Type', 'expected a header that neither the library nor a mail server writes'],
    ['X-Sillage-Id', 'expected a header that neither the library nor a mail server writes'],
    ['X Fair', 'expected a header name of letters, digits and hyphens'],
    ['From: x\r\nTo', 'expected a header name of letters, digits and hyphens'],
  ])('do not contain %j: the error names it and the reason', (name, reason) => {
    const field = `headers.${name}`
    expect(() => parse({ [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_field', field, message: `${field}: ${reason}` }),
    )
  })

  it('do not differ in their case only', () => {
    expect(() => parse({ 'X-Fair': 'spring', 'X-Other': '1', 'x-fair': 'autumn' })).toThrow(
      expect.objectContaining({
        code: 'invalid_field',
        field: 'headers.x-fair',
        message: 'headers.x-fair: expected each header once, got X-Fair too',
      }),
    )
  })

  it('have values of text', () => {
    expect(() => parse({ 'X-Fair': 7 })).toThrow('headers.X-Fair: expected text')
  })
})
