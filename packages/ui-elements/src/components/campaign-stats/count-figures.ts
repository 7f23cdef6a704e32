/** What an element of class `count` says: its figure, which is its text too. */
export interface Counted {
  value: number
  say: (value: number) => string
}

interface Running {
  to: number
  /** What is drawn at present. */
  shown: number
  frame: number
}

const COUNTING_MS = 180
const figures = new WeakMap<Element, Running>()

/**
 * Lets the figures below `root` count from what they showed before to what they are. What is drawn meanwhile is an
 * attribute: the text is the figure from the first moment, so that nothing that reads it ever gets another. Nothing is
 * counted the first time, for people who prefer less motion, and in a page that is not in front.
 */
export function countFigures(root: ParentNode): void {
  const still = document.hidden || matchMedia('(prefers-reduced-motion: reduce), (forced-colors: active)').matches
  for (const element of root.querySelectorAll<HTMLElement & { figure?: Counted }>('.count')) {
    const { figure } = element
    if (figure === undefined) continue
    const before = figures.get(element)
    if (before?.to === figure.value) continue
    cancelAnimationFrame(before?.frame ?? 0)
    const running = { to: figure.value, shown: before?.shown ?? figure.value, frame: 0 }
    figures.set(element, running)
    if (still || before === undefined) finish(element, running)
    else count(element, running, figure.say)
  }
}

function count(element: HTMLElement, running: Running, say: Counted['say']): void {
  const [from, begun] = [running.shown, performance.now()]
  // A count is whole on its way too.
  const whole = Number.isInteger(from) && Number.isInteger(running.to)
  const draw = () => {
    const part = (performance.now() - begun) / COUNTING_MS
    if (part >= 1) return finish(element, running)
    const shown = from + (running.to - from) * part
    running.shown = whole ? Math.round(shown) : shown
    element.dataset.shown = say(running.shown)
    running.frame = requestAnimationFrame(draw)
  }
  draw()
}

function finish(element: HTMLElement, running: Running): void {
  running.shown = running.to
  delete element.dataset.shown
}
