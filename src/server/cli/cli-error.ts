/** A sentence for whoever gave the command: it was not done, and why. `code` is what the process ends with. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: 1 | 2;

  /** 2 for a command that makes no sense as it was written. */
  constructor(message: string, code: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
