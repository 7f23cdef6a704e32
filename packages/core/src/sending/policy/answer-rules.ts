import { type AnswerMeaning, meanings } from './answer-meaning.ts'

/** An answer, as far as its meaning depends on it. `words` holds no addresses and no line ends. */
export interface Answer {
  code: number
  enhancedCode: string
  words: string
  /** `remote`: a report repeats what another server said. */
  where: 'relay' | 'remote'
}

interface AnswerRule {
  means: AnswerMeaning
  /** Reply code and enhanced code, such as `550 5.1.1`; an answer without the second ends behind the blank. */
  codes?: RegExp
  words?: RegExp
  where?: Answer['where']
}

const is = (
  means: keyof typeof meanings,
  words: RegExp | undefined,
  codes?: RegExp,
  where?: Answer['where'],
): AnswerRule => ({
  means: meanings[means],
  ...(words === undefined ? {} : { words }),
  ...(codes === undefined ? {} : { codes }),
  ...(where === undefined ? {} : { where }),
})

/*
 * Codes alone do not tell a full mailbox from a blacklist, or a dead address from a blocked account of ours: the words
 * beside them do. Of several rules that fit the first one wins, so what is narrow stands above what is wide. Every
 * pattern is linear: no repetition inside a repetition, and every repetition of more than a word's letters has a bound.
 */
const rules: readonly AnswerRule[] = [
  // Greylisting and rates of the moment, under whatever code.
  is('greylisted', /gr[ea]y-?list/i),
  is('tooFast', /receiving mail (?:at a rate|too quickly)|message receive limit|recipient has exceeded .{0,40}limit/i),

  // Our account, its quota, our addresses and settings: the next message meets the same.
  is('ourAccount', /outbound ?spam|bad outbound sender|tenant has exceeded|unusual sending activity/i),
  is('ourAccount', /your account (?:has been |is )(?:\w+ )?(?:suspended|blocked|disabled|restricted|locked|limited)/i),
  is('ourSettings', /unregistered domain/i, /^5/),
  is(
    'ourAccount',
    /(?:suspended|blocked|disabled|restricted) (?:from|for) sending|sending (?:\w+ ){0,3}(?:suspended|disabled|paused)/i,
  ),
  is('ourAccount', undefined, /^53[45] /, 'relay'),
  is('ourAccount', undefined, /^535 | 5\.7\.7[0-4]\d$/),
  is('ourAccount', /authentication (?:is )?(?:required|failed|unsuccessful)|not authenticated to send/i, /^5/),
  is('ourQuota', /submission ?quota|reached your daily limit/i),
  is(
    'ourQuota',
    /(?:daily|monthly|24.?hours?) (?:\w+ ){0,3}(?:quota|limit)|exceeded (?:the |your )?(?:daily|monthly) /i,
  ),
  is('ourQuota', /sending (?:\w+ ){0,3}(?:quota|limit)/i, /^5/),
  is('ourQuota', undefined, / 5\.1\.90$/),
  is(
    'ourSettings',
    /relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed|prohibited)|unable to relay/i,
    /^5/,
    'relay',
  ),
  is(
    'noRelayElsewhere',
    /relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed|prohibited)|unable to relay/i,
    /^5/,
  ),
  is(
    'ourSettings',
    /send ?as ?denied|permissions? to send as|not (?:allowed|permitted|authorized) to send (?:as|from|directly)/i,
    /^5/,
  ),
  is('ourSettings', /(?:sender|domain|identity|email address) (?:is )?not verified/i, /^5/),
  is('ourSettings', /from ip not authorized|need fully.qualified|senders to use tls/i, /^5/),
  is('ourSettings', /unknown sender|sender address (?:rejected|refused|denied)/i, /^5/),
  is('ourSettings', /(?:sender'?s? domain|domain of (?:the )?sender) .{0,60}(?:not |n't |resolve|invalid)/i, /^5/),
  is('ourSettings', undefined, / 5\.(?:1\.[78]|7\.60|7\.750|7\.29)$/),

  // What receivers ask of a sending domain. They put it off at first (4xx), and refuse later.
  is('refusedByDomain', /customer block list/i, /^5/),
  is('slowedForReputation', /unusual rate|unexpected volume|ip reputation|ipv6 range/i),
  is('slowedForPolicy', /very low reputation/i),
  is('ourAuthentication', /banned send|retrying will not succeed/i, /^5/),
  is('ourAuthentication', undefined, / 5\.7\.(?:2[0-7]|30|50[19]|511|515|60[6-9]|6[1-4]\d)$/),
  is('ourAuthentication', /dmarc|dkim|\bspf\b|sender policy framework|ptr record|unauthenticated/i, /^5/),
  is('slowedForPolicy', /dmarc|dkim|\bspf\b|ptr record|unauthenticated|from header is not aligned/i, /^4.* 4\.7\./),
  is('listed', /black-?list|block ?-?list|spamhaus|barracuda|spamcop|sorbs|dnsbl|\brbl\b|(?:poor|bad) reputation/i),
  is('refusedByDomain', /sender denied/i, /^5/),

  // A mailbox that is full, before the codes that some servers give for it.
  is('tooFast', /too many (?:recipients|recent messages)/i),
  is('badConversation', /too many related errors/i),
  is('badContent', undefined, / 5\.(?:3\.4|2\.3)$/),
  is('fullServer', /system (?:is )?full|insufficient system (?:storage|resources)/i),
  is(
    'badContent',
    /(?:message|mail) (?:length|size)|size limit|message (?:is )?too (?:big|large|long)|line too long/i,
    /^5/,
  ),
  is(
    'fullMailbox',
    /mailbox (?:is )?full|over ?quota|quota (?:exceeded|violation|is full)|out of storage|too much mail data/i,
  ),
  is(
    'fullMailbox',
    /exceed(?:s|ed|ing)? (?:the |its |their )?(?:storage|mailbox|quota)|insufficient storage|over its limit|destinataire pleine/i,
  ),
  is(
    'fullMailbox',
    /(?:disk|mail(?:box)?|user'?s?) quota|over disk quota|mailbox (?:size limit|exceeds)|disk space limit|(?:mail ?box|mail ?folder|inbox) (?:is )?(?:full|space not enough)/i,
  ),
  is(
    'fullMailbox',
    /bo.{1,2}te .{0,40}plein|postfach .{0,30}voll\b|buz.{1,2}n .{0,30}lleno|caixa .{0,30}cheia|casella .{0,30}piena/i,
  ),
  is('fullMailbox', undefined, / [45]\.2\.2$/),

  // The recipient's own choice, and content.
  is('refusedByRecipient', /user rules|allowed.senders list|public folder|envelope blocked/i, /^5/),
  is('refusedByRecipient', undefined, / 5\.7\.(?:13|124)$/),
  // Without an address in the answer the user filters; with one the address is dead.
  is('refusedByRecipient', /^(?:550 )*: user unknown/i),
  is(
    'badContent',
    /quarantined|virus|malware|illegal attachment|attachment (?:type|blocked|not allowed)|malformed/i,
    /^5/,
  ),
  is('addressForOthers', /non.ascii address/i, /^5/),
  is('addressForOthers', undefined, / 5\.6\.7$/),
  is('takenForSpam', /unsolicited mail|security policies/i, /^5/),
  is('refusedByDomain', /mailbox unavailable.{0,40}policy/i, /^5/),

  // Routes. What a domain says of itself (it does not exist, it takes no mail) is the address's matter.
  is(
    'deadAddress',
    /no such (?:domain|host)|(?:domain|host) (?:name )?(?:does(?: not|n'?t) exist|unknown|not found)|nonexistent domain/i,
    /^5/,
  ),
  is('deadAddress', /unknown (?:domain|host)|null ?mx|not accept (?:any )?mail|no smtp service/i, /^5/),
  is(
    'expired',
    /message expired|(?:delivery time|retry time|envelope)\w{0,20} (?:expired|exceeded)|message timeout|retry timeout/i,
  ),
  is('expired', undefined, / [45]\.4\.7$/),
  is('doubtfulAddress', /unrout(?:e)?able address/i),

  // Addresses.
  is('addressBeingVerified', /unverified address/i, /^4/),
  is('doubtfulAddress', undefined, / 5\.7\.504$/),
  is('deadAddress', /access denied/i, / 5\.4\.1$/),
  is(
    'doubtfulAddress',
    /destinataire archivee|mailbox address ambiguous|no match(?:es)? (?:to|for|found)|did not (?:exactly )?match/i,
  ),
  is('mailboxForNow', /account is temporarily|temporarily (?:disabled|limited|suspended|unavailable)/i),
  is('fullMailbox', /mailbox cannot be accessed/i),
  is(
    'deadAddress',
    /(?:user|recipient|rcpt|account|mailbox|address)(?:'s)? .{0,40}does ?n(?:ot|'t) (?:exist|have an? )/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /(?:user(?:name|id)?|recipient|addressee|account|mail-? ?box|address) (?:is )?(?:not (?:found|known)|unknown|invalid|unavailable)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /(?:user|recipient|account|mailbox|address) (?:(?:has been|was|is) )?(?:blocked due to inactivity|disabled|suspended|closed|deleted|inactive)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /\b(?:no(?: such| known)?|unknown|bad|invalid|non-?exist[ae]nt)[ _](?:user|recipient|account|mail-? ?box|address|person|final delivery userid)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /\b(?:not an? (?:known|valid|active|local|deliverable)|an? (?:deactivated|inactive|disabled)) (?:user|recipient|account|mail-? ?box|address)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /marked as invalid|not a valid|no mailbox (?:here )?by that name|no longer (?:on|valid|active)|bad ?rcpt|not our customer/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /not listed in domino|recipient name is not recognized|does not like recipient|destinataire invalide/i,
    /^5/,
  ),
  // French, German, Spanish and Portuguese, Italian, Polish. Letters with accents may come broken.
  is(
    'deadAddress',
    /(?:adresse|destinataire|utilisateur|compte|bo.{1,2}te) .{0,60}(?:n'existe pas|inconnu|inexistant)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /(?:empf.{1,2}nger|adresse|benutzer|postfach) .{0,40}(?:unbekannt|existiert nicht|nicht gefunden)/i,
    /^5/,
  ),
  is(
    'deadAddress',
    /(?:usu.{1,2}rio|destinat.{1,2}rio|direcci.{1,2}n|endere.{1,2}o|buz.{1,2}n|cuenta) .{0,40}(?:n.{1,2} existe|desco|inexistente)/i,
    /^5/,
  ),
  is('deadAddress', /(?:utente|destinatario|indirizzo|casella) .{0,40}(?:inesistente|sconosciut|non esiste)/i, /^5/),
  is('deadAddress', /(?:odbiorca|adres|konto) .{0,40}nie istnieje/i, /^5/),
  is('deadAddress', undefined, / 5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/),
  is('doubtfulAddress', undefined, / [45]\.1\./),

  // Rates and policies in wide words.
  is('tooFast', /throttl|rate.?limit|too (?:many|fast|much)|slow down|temporarily deferred/i),
  is('tooFast', /(?:exceed(?:ed|s)|reached) .{0,40}(?:rate|limit|per (?:hour|minute|day))|per hour/i),
  is('network', undefined, / 4\.4\.|^4\d\d 4\.3\.2$/),
  is('tooFast', undefined, /^421 | 4\.7\./),
  is('brokenList', undefined, / 4\.2\.4$/),
  is('fullServer', undefined, / 4\.3\.1$/),
  is('badContent', undefined, / [45]\.(?:3\.4|2\.3|6\.\d+)$/),
  is('refusedByDomain', undefined, / 5\.7\./),
  is('network', undefined, / 5\.4\./),
  is('fullMailbox', undefined, / [45]\.2\./),
  is(
    'refusedByDomain',
    /spam|policy|policies|not authorized|not allowed|access denied|rejected due to|reputation|blocked|prohibited/i,
  ),
  is('badContent', /content (?:rejected|not accepted)/i),
  is('badConversation', undefined, / 5\.5\.|^50[0-4] /),
  is('fullMailbox', undefined, /^552 /),
]

/** The first rule that fits, else `unknown`. */
export function meaningOf({ code, enhancedCode, words, where }: Answer): AnswerMeaning {
  const codes = `${code} ${enhancedCode}`
  const rule = rules.find(
    (one) =>
      (one.where === undefined || one.where === where) &&
      one.codes?.test(codes) !== false &&
      one.words?.test(words) !== false,
  )
  return rule?.means ?? meanings.unknown
}
