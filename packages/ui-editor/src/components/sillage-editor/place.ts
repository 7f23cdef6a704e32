import type { Actions } from '../../engine/actions.ts'
import type { Desk } from './desk.ts'

/** Between what floats and what it belongs to, in pixels. */
const distance = 8

/** Puts what floats to where it belongs, within the frame: after each drawing, when its size is known. */
export function placeParts(root: ParentNode, desk: Desk): void {
  const frame = root.querySelector<HTMLElement>('.frame')
  const { engine } = desk
  if (frame === null) return
  const pop = frame.querySelector<HTMLElement>('.pop')
  const beside = frame.querySelector<HTMLElement>('.side')
  if (pop === null && beside === null) return
  const within = frame.getBoundingClientRect()
  if (beside !== null && engine !== undefined) placeSide(beside, within, engine)
  if (pop !== null) placePop(pop, within, desk.anchor?.getBoundingClientRect() ?? (engine && selectionBox(engine)))
}

function placeSide(side: HTMLElement, within: DOMRect, { view }: Actions): void {
  const { node } = view.domAtPos(view.state.selection.from)
  const element = node instanceof Element ? node : node.parentElement
  const chosen = view.dom.querySelector('.ProseMirror-selectednode')
  const block = chosen ?? element?.closest('.here') ?? element
  const page = view.dom.getBoundingClientRect()
  if (block == null) return
  const { top } = block.getBoundingClientRect()
  side.style.setProperty('top', `${top - within.top}px`)
  side.style.setProperty('left', `${Math.max(2, page.left - within.left - side.offsetWidth - 2)}px`)
}

/** Where something stands on the screen. */
type Box = Pick<DOMRect, 'top' | 'bottom' | 'left'>

function placePop(pop: HTMLElement, within: DOMRect, at: Box | undefined): void {
  if (at === undefined) return
  const size = pop.getBoundingClientRect()
  const left = Math.min(at.left - within.left, within.width - size.width - distance)
  const isBubble = pop.classList.contains('bubble')
  // On a screen that is touched, the system puts its own bubble above the words.
  const above = isBubble && !matchMedia('(pointer: coarse)').matches && at.top - size.height - distance > within.top
  const room = innerHeight - size.height - distance
  // Below, where it fits; else above; else as far down as there is room.
  const lower = at.bottom + distance <= room || at.top - size.height - distance < 0
  const top = above || !lower ? at.top - size.height - distance : Math.min(at.bottom + distance, Math.max(0, room))
  pop.style.setProperty('left', `${Math.max(distance, left)}px`)
  pop.style.setProperty('top', `${top - within.top}px`)
}

function selectionBox({ view }: Actions): Box {
  const { from, to } = view.state.selection
  const [first, last] = [view.coordsAtPos(from), view.coordsAtPos(to, -1)]
  return {
    top: Math.min(first.top, last.top),
    bottom: Math.max(first.bottom, last.bottom),
    left: Math.min(first.left, last.left),
  }
}
