import type { FeedbackRequest } from '../../domain/feedback-source.ts'
import { type BasicAuth, isBasicAuth, isBearer } from '../proof/basic-auth.ts'
import type { Doubt } from '../proof/doubt.ts'

/** What a source without signatures asks for, beside the key in its path. */
export interface Credentials {
  basicAuth?: BasicAuth | undefined
  token?: string | undefined
}

/** Undefined where nothing is asked for, or the request has it. */
export function doubtCredentials({ headers }: FeedbackRequest, { basicAuth, token }: Credentials): Doubt | undefined {
  const { authorization } = headers
  if (basicAuth !== undefined && !isBasicAuth(authorization, basicAuth)) return 'wrong_credentials'
  if (token !== undefined && !isBearer(authorization, token)) return 'wrong_credentials'
  return undefined
}
