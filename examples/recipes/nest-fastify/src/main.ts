import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { sillageFastify } from '@sillage/adapter-fastify'
import { AppModule } from './app.module.ts'
import { authorize, sillage } from './sillage.ts'

const adapter = new FastifyAdapter({ forceCloseConnections: true })
const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter)
// Nest brings a Fastify of its own, whose types are another copy's.
await app.register(sillageFastify as never, { prefix: '/mail', sillage, authorize })
app.enableShutdownHooks()
await app.listen(Number(process.env.PORT ?? 3000))
