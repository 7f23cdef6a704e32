import { expect, it } from 'vitest'
import { confirmUrl, isCertificateUrl, topicArn } from './topic-arn.ts'

const paris = topicArn('arn:aws:sns:eu-west-3:111122223333:news')!
const beijing = topicArn('arn:aws-cn:sns:cn-north-1:111122223333:news')!
const end = '/SimpleNotificationService-01ab.pem'

it.each([
  [true, paris, `https://sns.eu-west-3.amazonaws.com${end}`],
  [true, beijing, `https://sns.cn-north-1.amazonaws.com.cn${end}`],
  [false, paris, `https://sns.eu-west-1.amazonaws.com${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com.cn${end}`],
  [false, beijing, `https://sns.cn-north-1.amazonaws.com${end}`],
  [false, paris, `http://sns.eu-west-3.amazonaws.com${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com:8443${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com.evil.example${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com@evil.example${end}`],
  [false, paris, `https://user@sns.eu-west-3.amazonaws.com${end}`],
  [false, paris, `https://s3.amazonaws.com${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com/evil${end}`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com${end}?x`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com${end}#x`],
  [false, paris, `https://sns.eu-west-3.amazonaws.com${end}\n`],
  [false, paris, 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-.pem'],
  [false, paris, 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-01AB.pem'],
  [false, paris, 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-../x.pem'],
  [false, paris, 'https://sns.eu-west-3.amazonaws.com/other.pem'],
  [false, paris, `//sns.eu-west-3.amazonaws.com${end}`],
  [false, paris, `https:\\\\sns.eu-west-3.amazonaws.com${end}`],
  [false, paris, ` https://sns.eu-west-3.amazonaws.com${end}`],
  [false, paris, `https://SNS.eu-west-3.amazonaws.com${end}`],
  [false, paris, ''],
])('%s of %o: %s', (expected, topic, url) => {
  expect(isCertificateUrl(url, topic)).toBe(expected)
})

it.each([
  '',
  'arn:aws:sqs:eu-west-3:111122223333:news',
  'arn:aws:sns:evil.example/:111122223333:news',
  'arn:aws:sns:eu-west-3:1111:news',
  'arn:aws:sns:eu-west-3:111122223333:',
  'arn:aws:sns:eu-west-3:111122223333:news:subscription',
  'arn:aws:sns:eu-west-3:111122223333:news\n',
  'arn:azure:sns:eu-west-3:111122223333:news',
])('no topic: %j', (arn) => {
  expect(topicArn(arn)).toBeUndefined()
})

it('knows the regions of all partitions, and topics in order', () => {
  expect(topicArn('arn:aws-us-gov:sns:us-gov-west-1:111122223333:News_1-x.fifo')).toEqual({
    arn: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:News_1-x.fifo',
    host: 'sns.us-gov-west-1.amazonaws.com',
  })
  expect(topicArn('arn:aws:sns:ap-southeast-2:111122223333:n')?.host).toBe('sns.ap-southeast-2.amazonaws.com')
})

it('confirms at the region of the topic, whatever the token holds', () => {
  expect(confirmUrl(paris, 'a&Action=Delete#\ud800')).toBe(
    'https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aeu-west-3%3A111122223333%3Anews&Token=a%26Action%3DDelete%23%EF%BF%BD',
  )
})
