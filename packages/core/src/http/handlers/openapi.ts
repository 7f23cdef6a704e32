import { openApiDocument } from '../openapi.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const openapi: Handler = ({ names, services }) => json(openApiDocument(names, services.baseUrl))
