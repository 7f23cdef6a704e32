/** Errors that can happen while results are read. */
export const readingErrorsEn = {
  invalid_cursor: 'The list has changed meanwhile. Load it again.',
  forbidden: 'You are not allowed to do this. Sign in again, or ask for access.',
  missing_owner: 'The server does not know whose data you may see. Tell whoever runs this site.',
  not_found: 'This no longer exists; somebody may have deleted it.',
  method_not_allowed: 'The server does not offer this action; page and server may be of different versions.',
  wrong_status: 'The campaign is in another state by now. Look at it again, then decide.',
  internal: 'Something went wrong on the server. Try again; if it happens again, tell whoever runs this site.',
  store_unavailable: 'The database cannot be reached right now. Try again in a moment.',
  busy: 'The server has too much to do at the moment. Try again shortly.',
  closed: 'The server is shutting down. Try again in a moment.',
  not_migrated: 'The database is not set up yet. Tell whoever runs this site.',
  no_answer: 'No answer from the server. Check your connection and try again.',
  signed_out: 'Your session has ended. Sign in again in another tab, then try again: nothing is lost.',
  unexpected_answer: 'Something other than Sillage answered at this address. Check where it is mounted.',
}
