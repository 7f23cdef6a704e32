export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { sillage } = await import('./lib/sillage')
  await sillage.migrate()
  await sillage.start()
  // With NEXT_MANUAL_SIG_HANDLE, or Next would end the process while a mail is on the wire.
  process.once('SIGTERM', async () => {
    await sillage.close()
    process.exit(0)
  })
}
