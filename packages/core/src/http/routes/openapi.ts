import { z } from 'zod'
import { json } from '../results.ts'
import { answers, manage } from './route.ts'

export const openapiRoutes = [
  manage('GET', 'openapi', {
    summary: 'This document',
    answer: answers(z.looseObject({})),
    handle: ({ document }) => json(document()),
  }),
]
