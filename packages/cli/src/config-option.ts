import type { Command } from 'commander'

/** Where the module is that makes the installation, when it is not looked for. */
export interface ConfigOption {
  config?: string
}

/** Adds the option by which the module is named. */
export const withConfig = (command: Command): Command =>
  command.option('--config <file>', 'the module that exports `sillage`; else it is looked for')
