import type { Align } from '@sillage/core/document'
import type { BlockKind } from '../../engine/commands/insert-block.ts'
import type { Desk } from './desk.ts'

/** One entry of an open list. */
export interface Entry {
  id: string
  label: string
  disabled?: boolean
  choose: () => void
}

/** What the open list offers; empty where none is open, or nothing fits what was typed. */
export function entriesOf(desk: Desk): Entry[] {
  const { engine, opened } = desk
  if (engine === undefined) return []
  switch (opened) {
    case 'insert':
    case 'slash':
      return blocks(desk)
    case 'field':
      return desk.fields.map(({ name }) => ({
        id: name,
        label: fieldLabel(desk, name),
        choose: () => engine.insertField(name),
      }))
    case 'align':
      return (Object.entries(desk.words.aligns) as [Align, string][]).map(([align, label]) => ({
        id: align,
        label,
        choose: () => engine.setAlign(align),
      }))
    case 'block':
      return blockActions(desk)
    default:
      return []
  }
}

/** What people call a field. */
export function fieldLabel({ fields, words }: Pick<Desk, 'fields' | 'words'>, name: string): string {
  const own = fields.find((field) => field.name === name)?.label
  return own ?? (Object.hasOwn(words.fields, name) ? words.fields[name] : undefined) ?? name
}

function blocks(desk: Desk): Entry[] {
  const { engine, words, query } = desk
  const typed = plain(query)
  const found = (engine?.insertable() ?? []).map((kind: BlockKind) => ({
    id: kind,
    label: words.blocks[kind],
    choose: () => {
      engine?.insertBlock(kind)
      if (kind === 'image') desk.openForm('settings')
    },
  }))
  return found.filter(({ label }) => plain(label).includes(typed))
}

/** Without accents and capitals: nobody types them in a list. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function blockActions({ engine, words }: Desk): Entry[] {
  const at = engine?.standing().block
  const { up, down, remove } = words.blockActions
  return [
    { id: 'up', label: up, disabled: at === undefined || at.index === 0, choose: () => engine?.moveBlock(false) },
    {
      id: 'down',
      label: down,
      disabled: at === undefined || at.index === at.count - 1,
      choose: () => engine?.moveBlock(true),
    },
    { id: 'remove', label: remove, disabled: at === undefined, choose: () => engine?.removeBlock() },
  ]
}
