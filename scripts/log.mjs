/**
 * Prints progress to standard error, so that it never mixes with a command's output.
 * @param {string} text
 */
export function log(text) {
  console.error(`porchlight: ${text}`);
}

/** Ends a command with a plain sentence instead of a stack trace. */
export class CommandError extends Error {
  name = 'CommandError';
}
