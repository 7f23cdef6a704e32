import type { ContactColumn } from '../domain/recipient.ts'
import { fold } from '../kit/fold.ts'

/** The usual headers, folded, in English and French. */
const usual: Readonly<Record<ContactColumn, readonly string[]>> = {
  email: [
    'email',
    'e-mail',
    'mail',
    'courriel',
    'mel',
    'adresse mel',
    'adresse email',
    'adresse e-mail',
    'adresse mail',
    'adresse electronique',
    'email address',
    'e-mail address',
  ],
  ref: ['ref', 'reference', 'customer id', 'user id', 'numero client', 'id client'],
  name: ['name', 'nom complet', 'full name', 'contact', 'nom et prenom'],
  firstName: ['first name', 'firstname', 'prenom'],
  lastName: ['last name', 'lastname', 'surname', 'nom', 'nom de famille'],
  company: ['company', 'entreprise', 'societe', 'organisation', 'organization', 'raison sociale'],
  tags: ['tags', 'tag', 'etiquettes', 'mots-cles'],
  consentOpens: ['consent opens', 'consentement ouvertures'],
  consentClicks: ['consent clicks', 'consentement clics'],
  consentReadTime: ['consent read time', 'consentement temps de lecture'],
  consentAt: ['consent at', 'consent date', 'date du consentement'],
  consentSource: ['consent source', 'source du consentement'],
}

const byName = new Map(
  Object.entries(usual).flatMap(([field, names]) => names.map((name) => [name, field as ContactColumn])),
)

/**
 * Which field of a contact the header of a column names, by the usual English and French names, compared without case
 * and accents; undefined: none of them. Used for imported files and pasted tables.
 */
export function columnOf(header: string): ContactColumn | undefined {
  return byName.get(fold(header.replace(/^\ufeff/, '')))
}
