import { isbot } from 'isbot'
import { libraries } from './libraries.ts'
import { isMailProgram } from './mail-programs.ts'

/** Systems that people read on, and engines of browsers. What names none of them is no program to read in. */
const systems =
  /Windows|Win ?(?:NT|9|3|CE)|Mac[ _]?(?:intosh|OS|Power|PPC)|Darwin|\biOS|Dalvik|X11|Linux|CrOS|BSD|SunOS|Web0?OS|Tizen|Symb|Series ?[346]0|BB10|PlayBook|Nokia|Samsung|SonyEricsson|\bLG|MOT-|J2ME|UP\.(?:Browser|Link)|PlayStation|Nintendo|Xbox|TV|Kindle|KaiOS|OS\/2|Amiga|BeOS|Haiku|RISC OS|BREW|DoCoMo|KDDI|SoftBank|Vodafone|NetFront|Obigo|AppleWebKit|KHTML|Gecko\/|Trident|Presto|MSIE|Opera|Firefox\/|Konqueror/i

/**
 * Lines that hold a name of somebody's choosing (the model of a phone, an app, what was installed into Internet
 * Explorer), and browsers for text, whose lines are as short as a robot's.
 */
const named =
  /Android|iP(?:hone|ad|od)|CFNetwork\/|Windows Phone|^Mozilla\/\d\.\d \(compatible; +MSIE [^)]*\)$|Bada|MIDP|BlackBerry|Nokia ?\d|\bFB(?:AN|_IAB)\/|^(?:Lynx|E?Links|Dillo|w3m)\b/i

/** What hardly a phone, no app and no mail program is called. */
const robotsAmongNames =
  /(?<!\bCu)bots?(?:\b|_)|crawl|spider|https?:|https? ?(?:client|check|unit)|headless|lighthouse|page ?speed|preview|scrap|slurp|screenshot|(?<!user-)agent\b|alertra|\bptst\b|dareboost|hotjar|adbeat|Neustar|SiteMonitor|Google-|-Google\b|compatible; Google/i

/**
 * Parts of people's lines that are taken for a robot's: models of phones (one maker calls its own `M bot 60`), add-ons,
 * and what a page came through to a person.
 */
const harmless =
  /; Android [\d.]+; (?:[a-z]{2}-[a-z]{2}; )?[^;)]*|chromeframe|OptimizedIE8|FirePHP|Google-TR-1|User-agent: |https?:\/\/(?:www\.)?bsalsa\.com|\(via (?:translate|docs)\.google\.com|Google WAP Proxy|masking-agent/gi

/**
 * True for programs without a reader. `isbot` is made for the pages of a site, and names of mail programs, phones
 * and apps are full of its words (news, search, discovery, radar, url): where there is such a name, only the few words
 * count that they do not have.
 */
export function isRobot(userAgent: string): boolean {
  if (libraries.test(userAgent)) return true
  if (named.test(userAgent) || isMailProgram(userAgent)) return matches(hasWordOfRobots, userAgent)
  return !systems.test(userAgent) || matches(isbot, userAgent)
}

const hasWordOfRobots = (userAgent: string): boolean => robotsAmongNames.test(userAgent)

const matches = (isOne: (userAgent: string) => boolean, userAgent: string): boolean =>
  isOne(userAgent) && isOne(userAgent.replace(harmless, ''))
