/** What says that no connection was made, so that nothing can have been handed over. */
const notConnected = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EDNS|UND_ERR_CONNECT_TIMEOUT)$/
/** The same in words: nodemailer's of every major, and those of the AWS SDK. */
const notConnectedWords = /^(?:Connection timeout|Greeting never received)|without establishing a connection/

/** Whether an error says for certain that no connection came about; fetch has the reason as its cause. */
export function failedToConnect(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, originalCode, syscall, message, cause } = error as Record<string, unknown>
  return (
    [code, originalCode].some((one) => typeof one === 'string' && notConnected.test(one)) ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    (typeof message === 'string' && notConnectedWords.test(message)) ||
    (depth < 3 && failedToConnect(cause, depth + 1))
  )
}
