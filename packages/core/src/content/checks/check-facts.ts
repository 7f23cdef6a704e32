import type { Steps } from '../../kit/steps.ts'
import type { Facts, Found, Rule } from './facts.ts'
import { htmlLength, preheaderLength, subjectLength } from './lengths.ts'
import { unencrypted, wayOut } from './links.ts'
import { alternatives, weights } from './pictures.ts'

const rules: readonly Rule[] = [subjectLength, preheaderLength, wayOut, htmlLength, alternatives, weights, unencrypted]

/** What all rules find. */
export function* checkFacts(facts: Facts): Steps<Found[]> {
  const found: Found[] = []
  for (const rule of rules) {
    yield
    for (const one of rule(facts)) found.push(one)
  }
  return found
}
