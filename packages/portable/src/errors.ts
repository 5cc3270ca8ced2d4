/**
 * Errors of the project. Every message says what was wrong, the value, what was expected and what to do next.
 * Only the command line catches them: it maps `code` to an exit status and hides the stack.
 */

/** Base of every error that a user can cause and can mend. `code` is stable and decides the exit status. */
export abstract class DsrnnError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
