import { SillageError } from '../domain/errors.ts'

/** What a process without a transport says where it is to send. */
export const missingTransport = (): SillageError =>
  new SillageError(
    'missing_transport',
    'transport: expected one such as smtpTransport({ host }) in the options of createSillage, got none; a process that sends nothing begins with start({ send: false }).',
    { field: 'transport' },
  )
