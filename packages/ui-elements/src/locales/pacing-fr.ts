import type { Locale } from './en.ts'

export const paceFr: Locale['pace'] = {
  title: 'Cadence',
  delay: 'Délai entre envois, en secondes',
  perMinute: 'Au plus par minute',
  perHour: 'Au plus par heure',
  perDay: 'Au plus par jour',
  hint: 'Vaut pour ce qui n’est pas encore parti. Une limite vide n’en est pas une.',
  save: 'Changer',
  saved: 'La cadence est changée',
  needDelay: 'Indiquez un délai de 0 à 86\u202f400 secondes.',
  needLimit: 'Indiquez des nombres entiers à partir de 1, ou rien.',
  conflict:
    'Quelqu’un d’autre a modifié cette campagne entre-temps. Ses réglages actuels sont affichés\u202f; changez-les de nouveau.',
}
