/** What Postfix did, by the lines of its log. */
export interface PostfixLog {
  /** Under which queue ids mail for an address was accepted and delivered. */
  delivered: Map<string, string[]>
  /** What an address was refused with: `550 5.1.1`; the second code alone where its content was refused. */
  refused: Map<string, string[]>
  /** Who had logged in, by the queue id of what they sent. */
  logins: Map<string, string>
  /** Queue ids that were begun and are not ended. */
  waiting: Set<string>
}

const ofService = /^\w+ +\d+ [\d:]+ \S+ postfix\/([\w-]+)\[\d+\]: (\w+): (.*)$/

export function readPostfixLog(text: string): PostfixLog {
  const log: PostfixLog = { delivered: new Map(), refused: new Map(), logins: new Map(), waiting: new Set() }
  const note = (map: Map<string, string[]>, address: string, what: string) =>
    map.set(address, [...(map.get(address) ?? []), what])

  for (const line of text.split('\n')) {
    const [, service, id, said] = ofService.exec(line) ?? []
    if (id === undefined || said === undefined) continue
    const [, to = ''] = /\bto=<([^>]*)>/.exec(said) ?? []
    if (service === 'smtpd') {
      const [, codes] = /^reject: RCPT from \S+: (\d{3} \d\.\d+\.\d+) /.exec(said) ?? []
      if (codes !== undefined) note(log.refused, to, codes)
      const [, user] = /^client=.* sasl_username=(\S+)$/.exec(said) ?? []
      if (user !== undefined) log.logins.set(id, user)
    } else if (service === 'cleanup') {
      const [, code] = /^reject: (?:header|body) .*>: (\d\.\d+\.\d+) [^>]*$/.exec(said) ?? []
      if (code !== undefined) note(log.refused, to, code)
    } else if (service === 'discard') {
      if (/ status=sent /.test(said)) note(log.delivered, to, id)
    } else if (service === 'qmgr') {
      if (/\(queue active\)$/.test(said)) log.waiting.add(id)
      else if (said === 'removed') log.waiting.delete(id)
    }
  }
  return log
}
