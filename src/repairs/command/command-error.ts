export const ExitCode = { DONE: 0, FAILED: 1, WRONG_USE: 2, NOT_CONFIRMED: 3 } as const;

/** An error message for the user, and the exit status. */
export class CommandError extends Error {
  constructor(message: string, public readonly exitCode: number = ExitCode.FAILED) {
    super(message);
    this.name = 'CommandError';
  }
}
