import { Schema } from 'prosemirror-model'
import { markSpecs } from './marks.ts'
import { nodeSpecs } from './nodes.ts'

/** What a mail may hold. Whatever is not here is left out when it is pasted. */
export const schema = new Schema<keyof typeof nodeSpecs, keyof typeof markSpecs>({ nodes: nodeSpecs, marks: markSpecs })

export const { nodes, marks } = schema
