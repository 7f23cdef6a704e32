// Loaded into every Node that `run.mjs` starts, and into their threads and children (by NODE_OPTIONS, which takes no V8
// flag itself). Node strips types by WebAssembly in each thread; V8 13 compiles the wrappers of its imports again once
// they are called often, shares them between threads, and can free one twice: the process ends with
// `Check failed: jit_page.has_value()`. So here they never count as called often. V8 14 (Node 26) is without this
// fault, and the published packages run no WebAssembly.
import { setFlagsFromString } from 'node:v8'

if (process.versions.v8.startsWith('13.')) setFlagsFromString('--wasm-wrapper-tiering-budget=1000000000')
