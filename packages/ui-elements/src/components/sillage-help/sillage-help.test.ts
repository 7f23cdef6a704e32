import { expect, test } from 'vitest'
import { axe } from '../../../test/support/axe.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, settled, until } from '../../../test/support/mount.ts'
import { helpEn } from '../../locales/help-en.ts'
import { helpFr } from '../../locales/help-fr.ts'
import { helpResultsEn } from '../../locales/help-results-en.ts'
import { helpResultsFr } from '../../locales/help-results-fr.ts'

test.each([
  ['en', 'How to write a mail', 'Close', helpEn],
  ['fr', 'Comment écrire un e-mail', 'Fermer', helpFr],
] as const)(
  'how a mail is written is read in the composer, in the language of the page: %s',
  async (lang, title, close, topics) => {
    const composer = await mount('campaign-composer', createFakeServer().context(), {
      lang,
      theme: lang === 'fr' ? 'dark' : 'light',
    })
    await composer.show()
    await settled()
    const open = await until(() => all('button').find(({ textContent }) => textContent?.trim() === title))
    open.click()
    const dialog = await until(() =>
      all<HTMLDialogElement>('dialog[open]').find((one) => one.querySelector('h3') !== null),
    )
    expect([...dialog.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(
      topics.map(({ title }) => title),
    )
    expect(dialog.querySelectorAll('p')).toHaveLength(topics.flatMap(({ text }) => text).length)
    const text = dialog.querySelector('.scroll') as HTMLElement
    expect(text.scrollWidth).toBeLessThanOrEqual(text.clientWidth)
    expect(await axe()).toEqual([])
    button(close, dialog).click()
    await settled()
    expect(dialog.open).toBe(false)
    // The composer below it is still there.
    expect(one<HTMLDialogElement>('#composer').open).toBe(true)
  },
)

test.each([
  ['how a mail is written', helpEn, helpFr],
  ['what figures mean', helpResultsEn, helpResultsFr],
])('both languages say the same of %s', (_, en, fr) => {
  const shape = (topics: typeof helpEn) => topics.map(({ text }) => text.length)
  expect(shape(fr)).toEqual(shape(en))
  const french = fr.flatMap(({ title, text }) => [title, ...text]).join('\n')
  expect(french).not.toMatch(/ [:;!?»]|« |'/)
})
