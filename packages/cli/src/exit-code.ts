/** How a command ends: nothing was wrong, something was found or failed, or it was called in a wrong way. */
export const exitCode = { fine: 0, faults: 1, wrongUse: 2 } as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
