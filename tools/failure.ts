/** What a person can do something about: its message is one line that says what is wrong and what to look at next. */
export class Failure extends Error {
  override name = 'Failure';
}

/** Nobody answered; somebody may a moment later. */
export class Unreachable extends Failure {
  override name = 'Unreachable';
}

/** The command was called in a way that it does not know. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The message of what made a fetch fail, which its error has as `cause`. */
export function reasonOf(thrown: unknown): string {
  return messageOf(thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown);
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
