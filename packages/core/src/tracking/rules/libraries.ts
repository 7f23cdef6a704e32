/**
 * HTTP libraries, previewers, scanners and monitors that `isbot` takes for a person's program, mostly because they name
 * a system or imitate a browser.
 */
export const libraries =
  /\baws-(?:cli|sdk)|\bDart\/\d|jsdom\/|ReactorNetty|HtmlUnit|SlimerJS|ColdFusion|PowerShell\/|Mechanize|aiohttp|\bokhttp\/|grub-client|Cerberian|Office (?:Existence|Protocol) Discovery|Alibaba\.Security|BingLocalSearch|Webthumb|SiteGuardian|Sqworm|wkhtmlto|screenshot|webscreenie|Websnapr|GTmetrix|YLT Chrome|Netcraft|AppInsights|Proofpoint|Mimecast/i
