import { withConfig } from '../config-option.ts'
import type { DoctorWords } from '../doctor/doctor.ts'
import type { AddCommand } from '../program.ts'

/** Finds what keeps an installation from working and its mails from arriving; sends nothing and stores nothing. */
export const addDoctor: AddCommand = (program, terminal, end) => {
  withConfig(program.command('doctor'))
    .description('find what keeps mails from leaving or arriving')
    .option('--from <address>', 'a sender other than the default one')
    .option('--tenant <name>', 'whose baseUrl, where tenants have their own')
    .option('--dns <ip:port>', "ask this DNS server, not the system's")
    .option('--json', 'answer as JSON')
    .addHelpText('after', '\nIt sends no mail and stores nothing. Run it while the app runs.')
    .action(async (words: DoctorWords) => {
      const { doctor } = await import('../doctor/doctor.ts')
      end(await doctor(terminal, words))
    })
}
