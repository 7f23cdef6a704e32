/**
 * `testSillage` for the tests of your app; conformance cases for stores and adapters of your own, and parts for tests
 * of senders.
 *
 * @module @sillage/core/testing
 */

export { type FakeClock, fakeClock } from './fake-clock.ts'
export {
  type AdapterCase,
  type AdapterContext,
  type AdapterHarness,
  type Answer,
  adapterCases,
  expectUpgradesShared,
  type MountedSillage,
  type MountSillage,
  type RequestOptions,
  runAdapterCases,
  type UpgradingServer,
} from './http/index.ts'
export {
  type RecordedSend,
  type RecordingTransport,
  type RecordingTransportOptions,
  recordingTransport,
} from './recording-transport.ts'
export { type FaultySmtpServer, type FaultySmtpServerOptions, faultySmtpServer } from './smtp/faulty-smtp-server.ts'
export type { ReceivedMail, SmtpFault, SmtpFaultPoint, SmtpMoment, SmtpScript } from './smtp/smtp-fault.ts'
export {
  type CaseRegistrar,
  runStoreCases,
  type StoreAbility,
  type StoreCase,
  type StoreCaseOptions,
  type StoreHarness,
  storeCases,
  titleOf,
} from './stores/index.ts'
export type { SentMail } from './test-sillage/sent-mail.ts'
export { type TestSillage, testSillage } from './test-sillage/test-sillage.ts'
