import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { EngineHost } from './engine-host.ts'
import { prepared } from './prepared.ts'
import { nodes } from './schema.ts'

type Change = { add: object; pos: number } | { remove: object }
const key = new PluginKey<DecorationSet>('pictures')

/** Takes picture files that are pasted or dropped to the host, and keeps their places while the author goes on. */
export function pictures(host: Pick<EngineHost, 'upload' | 'say'>): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const moved = set.map(tr.mapping, tr.doc)
        const change: Change | undefined = tr.getMeta(key)
        if (change === undefined) return moved
        if ('remove' in change) return moved.remove(moved.find(undefined, undefined, ({ id }) => id === change.remove))
        return moved.add(tr.doc, [Decoration.widget(change.pos, waiting, { id: change.add })])
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handlePaste: (view, { clipboardData }) => {
        // Word and others put a picture of what was copied beside it.
        const html = clipboardData?.getData('text/html') ?? ''
        return html.trim() === '' && take(view, clipboardData?.files, view.state.selection.to, host)
      },
      handleDrop: (view, { dataTransfer, clientX, clientY }) =>
        take(view, dataTransfer?.files, view.posAtCoords({ left: clientX, top: clientY })?.pos ?? 0, host),
    },
  })
}

function take(
  view: EditorView,
  files: FileList | undefined,
  at: number,
  { upload, say }: Pick<EngineHost, 'upload' | 'say'>,
): boolean {
  const found = [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))
  if (found.length === 0) return false
  const bring = upload()
  if (bring === undefined) say('pictures_by_address')
  else for (const file of found) void place(view, file, at, bring, say)
  return true
}

async function place(
  view: EditorView,
  file: File,
  pos: number,
  bring: NonNullable<ReturnType<EngineHost['upload']>>,
  say: EngineHost['say'],
): Promise<void> {
  const id = {}
  view.dispatch(view.state.tr.setMeta(key, { add: id, pos } satisfies Change))
  say('uploading')
  const picture = await prepared(file)
    .then(bring)
    .catch(() => undefined)
  if (view.isDestroyed) return
  const [waitingAt] = key.getState(view.state)?.find(undefined, undefined, (spec) => spec.id === id) ?? []
  const tr = view.state.tr.setMeta(key, { remove: id } satisfies Change)
  if (picture !== undefined && waitingAt !== undefined) {
    const { src, width = null, height = null } = picture
    tr.insert(nearest(view, waitingAt.from), nodes.image.create({ src, width, height }))
  }
  view.dispatch(tr)
  say(picture === undefined ? 'upload_failed' : 'uploaded')
}

/** The nearest place that can hold a picture: below the text, and above the footer. */
function nearest(view: EditorView, pos: number): number {
  const $pos = view.state.doc.resolve(pos)
  for (let depth = $pos.depth; depth >= 0; depth -= 1) {
    const index = $pos.indexAfter(depth)
    const fits = $pos.node(depth).canReplaceWith(index, index, nodes.image)
    if (fits) return depth === $pos.depth ? $pos.pos : $pos.after(depth + 1)
  }
  return view.state.doc.content.size - (view.state.doc.lastChild?.nodeSize ?? 0)
}

function waiting(): HTMLElement {
  const dom = document.createElement('span')
  dom.className = 'waiting'
  return dom
}
