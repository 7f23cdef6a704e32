/*
 * What servers write beside their codes. Codes alone do not tell a full mailbox from a blacklist; these words do, in the order of `classifyAnswer`.
 * Every pattern is linear: no repetition inside a repetition.
 */

/** The receiver knows no such mailbox, or no longer. */
export const unknownUser =
  /user unknown|unknown (?:user|recipient|mailbox|address)|no such (?:user|recipient|mailbox|address)|(?:user|recipient|mailbox|account|address) (?:does ?n[o']t exist|not found|unknown|invalid|unavailable|disabled|inactive|is disabled|is inactive)|does not exist|invalid (?:recipient|mailbox|address)|no mailbox (?:here )?by that name|not a valid (?:user|recipient|mailbox)|account (?:has been )?(?:disabled|suspended|closed)/i

export const fullMailbox =
  /mailbox (?:is )?full|over ?quota|quota exceeded|exceed(?:s|ed) (?:the )?(?:storage|mailbox|quota)|insufficient (?:system )?storage/i

export const greylisted = /gr[ea]y-?list/i

/** Too fast, too much, too many: slower will do. */
export const rateLimited =
  /throttl|rate.?limit|too (?:many|fast|much)|(?:exceeded|exceeds|reached) .{0,40}(?:rate|limit|per (?:hour|minute|day))|slow down|unusual rate|temporarily deferred/i

/** What we may send is used up; the word quota then means ours, not the mailbox's. */
export const sendingQuota = /(?:sending|daily|hourly) (?:\w+ ){0,3}(?:quota|limit)/i

/** The sending machine or domain is listed somewhere; an operator can have that changed, so the message is worth keeping. */
export const blacklisted =
  /black-?list|block-?list|spamhaus|barracuda|spamcop|sorbs|dnsbl|\brbl\b|poor reputation|bad reputation/i

export const spamOrPolicy =
  /spam|policy|policies|dmarc|\bspf\b|dkim|unauthenticated|not authorized|not allowed|access denied|relay(?:ing)? denied|rejected due to|reputation|blocked|prohibited/i

export const badContent =
  /virus|malware|attachment|message (?:is )?too (?:big|large)|size limit|content (?:rejected|not accepted)|malformed|line too long/i
