import { html, type TemplateResult } from 'lit'

/** The rooms of the interface, in the order they are offered. */
const sections = ['campaigns', 'templates', 'contacts', 'suppressions', 'webhooks', 'settings'] as const
export type Section = (typeof sections)[number]

/** The sections an attribute names, each once and in our order; `campaigns` where it names none that exists. */
export function sectionsOf(attribute: string | undefined): readonly Section[] {
  const named = (attribute ?? '').split(/[\s,]+/)
  const found = sections.filter((section) => named.includes(section))
  return found.length === 0 ? ['campaigns'] : found
}

/** Every room but the campaigns', which the manager draws itself. */
export const rooms: Record<Exclude<Section, 'campaigns'>, () => TemplateResult> = {
  templates: () => html`<template-manager></template-manager>`,
  contacts: () => html`<contact-manager></contact-manager>`,
  suppressions: () => html`<suppression-list></suppression-list>`,
  webhooks: () => html`<webhook-list></webhook-list>`,
  settings: () => html`<campaign-settings></campaign-settings>`,
}
