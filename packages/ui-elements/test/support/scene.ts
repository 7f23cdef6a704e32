import { campaign } from './fake-data.ts'
import type { FakeServer } from './fake-server.ts'

/** The campaigns of the picture: one of each kind. */
export function fillScene(server: FakeServer, french = false): void {
  const say = (en: string, fr: string) => (french ? fr : en)
  server.state.campaigns = [
    campaign({
      id: '4',
      name: say('Spring launch', 'Lancement printemps'),
      status: 'sending',
      queued: 752,
      sent: 1240,
      failed: 8,
      opened: 280,
      clicked: 80,
      startedAt: new Date(Date.now() - 600_000).toISOString(),
      finishedAt: null,
    }),
    campaign({ id: '1', name: say('November letter', 'Lettre de novembre'), opened: 931, clicked: 264 }),
    campaign({
      id: '3',
      name: say('Invitation to the Lyon fair', 'Invitation salon Lyon'),
      status: 'scheduled',
      total: 640,
      queued: 640,
      sent: 0,
      failed: 0,
      scheduledAt: '2026-12-02T07:30:00.000Z',
      startedAt: null,
      finishedAt: null,
    }),
    campaign({
      id: '2',
      name: say('Quote reminder', 'Relance devis'),
      status: 'paused',
      pauseReason: 'smtp_auth',
      total: 320,
      queued: 250,
      sent: 70,
      failed: 0,
      opened: 16,
      finishedAt: null,
    }),
  ]
}
