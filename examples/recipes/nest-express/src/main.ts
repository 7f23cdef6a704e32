import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import { AppModule } from './app.module.ts'
import { authorize, sillage } from './sillage.ts'

const app = await NestFactory.create(AppModule, { forceCloseConnections: true })
app.use('/mail', sillageRouter(sillage, { authorize })) // before csurf, guards do not run for it
attachLive(app.getHttpServer(), sillage, { path: '/mail', authorize })
app.enableShutdownHooks()
await app.listen(Number(process.env.PORT ?? 3000))
