import { defineNitroPlugin } from 'nitropack/runtime'
import { sillage } from '../utils/sillage'

export default defineNitroPlugin(async (app) => {
  app.hooks.hook('close', () => sillage.close()) // lets the mails on the wire finish
  await sillage.migrate()
  await sillage.start()
})
