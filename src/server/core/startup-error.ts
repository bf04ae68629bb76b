/** A sentence for whoever starts the service: it will not, and why. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
