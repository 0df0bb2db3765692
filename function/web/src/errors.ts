/** Why there is no answer: `message` is what a person reads, and says what to do. */
export class AskError extends Error {
  readonly code: string;
  /** Whether the same photo may get an answer later. */
  readonly canRetry: boolean;

  constructor(message: string, code: string, canRetry: boolean) {
    super(message);
    this.code = code;
    this.canRetry = canRetry;
  }
}

/** In the words of who has a photo, where those of the API are for programmers. */
const sentences: Record<string, string> = {
  file_empty: 'This file is empty. Choose the photo again; it may not have been copied completely.',
  body_too_large: 'This file is too large. Save the photo smaller, or as a JPEG, and try that.',
  image_corrupt: 'This photo is damaged or incomplete. Try the original, or another copy of it.',
  image_too_large: 'This picture has too many pixels. Save it smaller and try that.',
  request_timeout:
    'The photo took too long to arrive. Try again with a better connection, or a smaller photo.',
  overloaded: 'Too many photos are being judged right now. Try again in a moment.',
  not_ready: 'The model is still being loaded. Try again in a moment.',
};

/** Of an answer that is none. */
export function problemOf(status: number, body: unknown): AskError {
  const { code = '', detail } = (body ?? {}) as { code?: string; detail?: string };
  const canRetry = status >= 500 || status === 408 || status === 429;
  // What went wrong inside the function is told for its makers.
  const sentence = sentences[code] ?? (status < 500 ? detail : undefined);
  return new AskError(sentence ?? `Something went wrong there (${status}). Try again.`, code, canRetry);
}

export function cannotReach(isOffline: boolean): AskError {
  return isOffline
    ? new AskError('You are offline. The photo is asked about again when you are back.', 'offline', true)
    : new AskError(
        'The function cannot be reached. Check your connection and try again.',
        'unreachable',
        true,
      );
}

export function tooSlow(): AskError {
  return new AskError(
    'No answer came within a minute. Check your connection and try again.',
    'timeout',
    true,
  );
}
