import { hoursOver, nights, spans } from './hours-over-nights.ts'

for (const night of nights) hoursOver(night, spans)
