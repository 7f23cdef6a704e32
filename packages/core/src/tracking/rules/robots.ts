import { isbot } from 'isbot'
import { libraries } from './libraries.ts'

/** Systems that people read on, and engines of browsers. What names none of them is no program to read in. */
const systems =
  /Windows|Win ?(?:NT|9|3|CE)|Mac[ _]?(?:intosh|OS|Power|PPC)|Darwin|iP(?:hone|ad|od)|\biOS|Android|Dalvik|X11|Linux|CrOS|BSD|SunOS|Web0?OS|Tizen|Symb|Series ?[346]0|BlackBerry|BB10|PlayBook|Nokia|Samsung|SonyEricsson|\bLG|MOT-|J2ME|MIDP|UP\.(?:Browser|Link)|PlayStation|Nintendo|Xbox|TV|Kindle|KaiOS|OS\/2|Amiga|BeOS|Haiku|RISC OS|Bada|BREW|DoCoMo|KDDI|SoftBank|Vodafone|NetFront|Obigo|AppleWebKit|KHTML|Gecko\/|Trident|Presto|MSIE|Opera|\bFBAN\//i

/**
 * Lines that hold a name of somebody's choosing: the model of a phone, an app, or what was installed into Internet
 * Explorer.
 */
const named =
  /Android|iP(?:hone|ad|od)|CFNetwork\/|Windows Phone|^Mozilla\/\d\.\d \(compatible; +MSIE [^)]*\)$|Bada|MIDP|BlackBerry|Nokia ?\d|\bFB(?:AN|_IAB)\//i

/** What no phone and no app is called. */
const robotsAmongNames =
  /(?<!\bCu)bots?(?:\b|_)|crawl|spider|https?:|https? ?(?:client|check|unit)|headless|lighthouse|page ?speed|preview|scrap|slurp|(?<!user-)agent\b|alertra|\bptst\b|dareboost|hotjar|adbeat|Google-|-Google\b|compatible; Google/i

/** Parts of people's lines that `isbot` takes for a robot's: add-ons, and what a page came through to a person. */
const harmless =
  /chromeframe|User-agent: |https?:\/\/(?:www\.)?bsalsa\.com|\(via translate\.google\.com\)|Google WAP Proxy|masking-agent/gi

/**
 * True for programs that nobody reads in. `isbot` is made for the pages of a site, and names of phones and apps are
 * full of its words (news, search, discovery, radar, url): where there is such a name, only the few words count that
 * none of them has.
 */
export function isRobot(userAgent: string): boolean {
  if (libraries.test(userAgent) || !systems.test(userAgent)) return true
  if (named.test(userAgent)) return robotsAmongNames.test(userAgent)
  return isbot(userAgent) && isbot(userAgent.replace(harmless, ''))
}
