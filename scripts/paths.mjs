import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/** What the scripts remember between runs; it goes away with the dependencies it speaks about. */
export const memoryFolder = `${root}/node_modules/.porchlight`;
