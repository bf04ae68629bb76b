/** Why a command was not run, as a sentence for the operator. `code` is the exit code of the process. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: 1 | 2;

  /** 2 for a command with wrong arguments. */
  constructor(message: string, code: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** For a command with wrong arguments. */
export const usageError = (message: string) => new CliError(`${message} See npm run admin -- --help`, 2);
