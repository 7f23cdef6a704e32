/** A topic of Amazon SNS, as far as it says where to ask. */
export interface TopicArn {
  arn: string
  /** Of SNS in that region, such as `sns.eu-west-3.amazonaws.com`. */
  host: string
}

const form = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]{1,12}){1,3}-\d{1,2}):\d{12}:[\w-]{1,256}(?:\.fifo)?$/

/** Undefined for what is no ARN of a topic. */
export function topicArn(text: string): TopicArn | undefined {
  const [arn, partition, region] = form.exec(text) ?? []
  if (arn === undefined) return undefined
  return { arn, host: `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}` }
}

/**
 * True for an address where SNS of the topic's region keeps a certificate. Compared as text, not as a parsed URL: a
 * parser forgives what must not be forgiven here.
 */
export function isCertificateUrl(url: string, { host }: TopicArn): boolean {
  const begin = `https://${host}/SimpleNotificationService-`
  return url.startsWith(begin) && /^[0-9a-f]{1,64}\.pem$/.test(url.slice(begin.length))
}

/** Where a subscription is confirmed. The one in a message is never asked: it may be anybody's. */
export const confirmUrl = ({ arn, host }: TopicArn, token: string): string =>
  `https://${host}/?${new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: arn, Token: token })}`
