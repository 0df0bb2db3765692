import type { WriteStream } from 'node:tty';

type Stream = Pick<NodeJS.WriteStream, 'isTTY'> & Partial<Pick<WriteStream, 'hasColors'>>;

const CODES = { red: 31, yellow: 33 } as const;

/** Colours text where the stream is a terminal that shows colours; Node asks NO_COLOR and FORCE_COLOR. */
export function painterOf(stream: Stream, mayColour = true) {
  const isColoured = mayColour && stream.isTTY === true && stream.hasColors?.() === true;
  return (text: string, colour: keyof typeof CODES): string =>
    isColoured ? `\x1b[${CODES[colour]}m${text}\x1b[39m` : text;
}

export type Paint = ReturnType<typeof painterOf>;
