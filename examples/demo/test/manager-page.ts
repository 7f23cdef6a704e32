import type { BrowserContextOptions, Page } from 'playwright'
import type { Language } from '../src/page/language.ts'

/** A browser that names itself as one: a headless one's own User-Agent is, rightly, judged a machine's. */
export const asPerson: BrowserContextOptions = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  timezoneId: 'Europe/Paris',
}

/** The texts of the buttons and fields that a person uses. */
const labels = {
  en: {
    create: 'New campaign',
    name: 'Name of the campaign',
    subject: 'Subject',
    template: 'Template',
    search: 'Name, email or company',
    choose: 'Choose…',
    all: /^Add (?:all|this one)/,
    chosen: 'Done',
    delay: 'Delay between sends',
    sendTo: /^Create and send to /,
    send: 'Create and send',
    completed: 'Completed',
    details: /^See details/,
    opens: 'Opens',
    clicks: 'Clicks',
    decimal: '.',
  },
  fr: {
    create: 'Nouvelle campagne',
    name: 'Nom de la campagne',
    subject: 'Sujet',
    template: 'Modèle',
    search: 'Nom, e-mail ou entreprise',
    choose: 'Choisir…',
    all: /^(?:Ajouter les|Ajouter ce contact|Les ajouter)/,
    chosen: 'Terminé',
    delay: 'Délai entre envois',
    sendTo: /^Créer et envoyer à /,
    send: 'Créer et envoyer',
    completed: 'Terminée',
    details: /^Voir détails/,
    opens: 'Ouvertures',
    clicks: 'Clics',
    decimal: ',',
  },
} as const

export interface NewCampaign {
  name: string
  template: string
  /** What is typed into the search of the directory; all it finds are chosen. */
  search: string
  delaySeconds: number
}

/** The manager as a person uses it, by the words they see. */
export function managerPage(page: Page, lang: Language) {
  const words = labels[lang]
  const composer = page.getByRole('dialog').filter({ has: page.getByLabel(words.delay) })
  const chooser = page.locator('sillage-chooser').getByRole('dialog')
  const results = page.locator('campaign-results').getByRole('dialog')
  const row = (name: string) => page.locator('campaign-list').getByRole('listitem').filter({ hasText: name })

  return {
    composer,
    results,
    row,
    completed: (name: string) => row(name).getByText(words.completed, { exact: true }),
    async compose({ name, template, search, delaySeconds }: NewCampaign) {
      await page.getByRole('button', { name: words.create }).first().click()
      await composer.getByLabel(words.name).fill(name)
      await composer.getByRole('combobox', { name: words.template, exact: true }).selectOption({ label: template })
      await composer.getByRole('button', { name: words.choose }).click()
      await chooser.getByRole('searchbox', { name: words.search }).fill(search)
      await chooser.getByRole('button', { name: words.all }).click()
      await chooser.getByRole('button', { name: words.chosen, exact: true }).click()
      await composer.getByLabel(words.delay).fill(String(delaySeconds).replace('.', words.decimal))
    },
    /** Sends, and returns how many recipients the button named. */
    async send(): Promise<number> {
      const button = composer.getByRole('button', { name: words.sendTo })
      await button.waitFor()
      const count = Number.parseInt(((await button.textContent()) ?? '').replace(/\D/g, ''), 10)
      await button.click()
      await page
        .getByRole('alertdialog')
        .or(page.locator('sillage-confirm'))
        .getByRole('button', { name: words.send, exact: true })
        .click()
      await composer.waitFor({ state: 'hidden' })
      return count
    },
    async showResults(name: string) {
      await row(name).getByRole('button', { name: words.details }).click()
      await results.waitFor()
    },
    /** The big number on a card of the results, without the share beside it. */
    count: (which: 'opens' | 'clicks'): Promise<number> =>
      results
        .locator('.card')
        .filter({ has: page.getByRole('heading', { name: words[which], exact: true }) })
        .locator('.value')
        .evaluate((value) => Number.parseInt((value.querySelector('.count') ?? value).textContent ?? '', 10)),
  }
}
