/** Why the service or a command cannot start, as a sentence for the operator; shown without a trace. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
