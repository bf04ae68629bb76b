/** What the package's modules import from other packages, which come with it, rather than hold. */
export const storeDependencies = ['@preact/signals-core', 'ky', 'reconnecting-websocket'];
