/** A sentence for whoever starts the service: it will not, and why. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
