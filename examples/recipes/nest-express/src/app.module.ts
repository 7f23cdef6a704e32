import { type BeforeApplicationShutdown, Controller, Get, Module, type OnModuleInit } from '@nestjs/common'
import { sillage } from './sillage.ts'

@Controller()
class AppController {
  @Get()
  hello() {
    return 'The app'
  }
}

@Module({ controllers: [AppController], providers: [{ provide: 'SILLAGE', useValue: sillage }], exports: ['SILLAGE'] })
export class AppModule implements OnModuleInit, BeforeApplicationShutdown {
  async onModuleInit() {
    await sillage.migrate()
    await sillage.start()
  }

  /** Before the server waits for its connections. */
  async beforeApplicationShutdown() {
    await sillage.close() // lets the mails on the wire finish
  }
}
