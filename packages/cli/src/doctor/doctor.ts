import type { ConfigOption } from '../config-option.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withInstallation } from '../find-installation.ts'
import { showProgress } from '../progress.ts'
import { printJson, type Terminal } from '../terminal.ts'
import type { Finding } from './check.ts'
import { examine } from './examine.ts'
import { createSetup, type SetupOptions } from './setup.ts'
import { showFindings } from './show-findings.ts'

/** What `sillage doctor` is given. */
export interface DoctorWords extends ConfigOption, SetupOptions {
  json?: true
}

/** Examines the installation that the app's module exports, and says what was found. */
export async function doctor(
  terminal: Terminal,
  { json, dns, from, tenant, ...config }: DoctorWords,
): Promise<ExitCode> {
  return withInstallation(terminal, config, async (sillage) => {
    const setup = createSetup(sillage, { dns, from, tenant })
    const progress = showProgress(terminal, 'Examining')
    const findings = await examine(setup).finally(() => progress.stop())
    const counts = countsOf(findings)
    if (json) printJson(terminal, { ...counts, findings })
    else showFindings(terminal, findings, counts)
    return counts.faults > 0 ? exitCode.faults : exitCode.fine
  })
}

const countsOf = (findings: readonly Finding[]) => ({
  faults: findings.filter(({ level }) => level === 'fault').length,
  warnings: findings.filter(({ level }) => level === 'warning').length,
})
