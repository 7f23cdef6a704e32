import { openApiDocument } from '../openapi.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const openapi: Handler = ({ routes, names, services }) => json(openApiDocument(routes, names, services.baseUrl))
