/**
 * One word per thing, in code, tables, routes, docs and UI.
 *
 * - **campaign**: one subject and content, sent to many recipients.
 * - **contact**: a person in the host's directory of companies.
 * - **recipient**: an address and its merge data, as chosen for one campaign.
 * - **message**: one campaign × one recipient; the durable row that is sent.
 * - **link**: one authored destination (href value) of a campaign.
 * - **hit**: one HTTP request on a tracking route.
 * - **event**: what a hit or a server's answer became.
 * - **verdict**: who caused a hit.
 * - **token**: the sealed, purpose-bound identifier inside a tracking URL.
 * - **suppression**: an address that must not be mailed, on one list or at all.
 * - **throttle**: the limits on when the next message may leave.
 * - **lease**: a sender's time-limited claim on a message.
 * - **sender**: a process that claims and sends.
 */
export type Glossary = never
