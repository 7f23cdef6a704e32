import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import express, { type Request, type RequestHandler, type Response } from 'express'

/**
 * The middleware of an app on an upgrade request, which Node gives no response: by an app that has nothing else, on a
 * response that writes to the upgrade's socket. True when all of it called `next`; false when one answered.
 */
export function runBefore(
  middleware: readonly RequestHandler[],
): ((request: IncomingMessage, socket: Duplex) => Promise<boolean>) | undefined {
  if (middleware.length === 0) return undefined
  const app = express()
  app.disable('x-powered-by')
  app.use(...middleware)
  return (request, socket) =>
    new Promise((resolve) => {
      const response = new ServerResponse(request)
      response.shouldKeepAlive = false
      response.assignSocket(socket as Socket)
      response.once('finish', () => {
        socket.end(() => socket.destroy())
        resolve(false)
      })
      socket.once('close', () => resolve(false))
      app(request as Request, response as Response, (error?: unknown) => {
        if (error !== undefined) return refuse(response, error)
        response.detachSocket(socket as Socket)
        resolve(true)
      })
    })
}

/** What Express itself answers an error with, less its words, which are for a log. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.end()
  const { status, statusCode = status } = (error ?? {}) as { status?: unknown; statusCode?: unknown }
  const code = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : 500
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(STATUS_CODES[code])
}
