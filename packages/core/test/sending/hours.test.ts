import { hoursOver, nights, spans } from './hours-over-nights.ts'

// One night of each zone, in spring or in autumn; the long tests have all of them.
for (const [at, night] of nights.entries())
  if (at % 4 === 0 || at % 4 === 3) hoursOver(night, spans.slice(at % 3 === 0 ? 0 : 1).slice(0, 1))
