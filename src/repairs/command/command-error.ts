export const ExitCode = { DONE: 0, FAILED: 1, WRONG_USE: 2, NOT_CONFIRMED: 3 } as const;

/** What the person at the terminal is told, and how the command ends. */
export class CommandError extends Error {
  constructor(message: string, public readonly exitCode: number = ExitCode.FAILED) {
    super(message);
    this.name = 'CommandError';
  }
}
