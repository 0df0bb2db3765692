/** What a gate found. */
export interface Verdict {
  /** undefined: it could not be asked, and `summary` says why. */
  passed: boolean | undefined;
  /** What it was about, in a few words. */
  summary: string;
  /** Each finding, in a line. */
  lines: readonly string[];
}

export function notChecked(why: string): Verdict {
  return { passed: undefined, summary: why, lines: [] };
}

/** Something that must hold before a commit may go on, beside what lint and tests say. */
export interface Gate {
  name: string;
  check(): Promise<Verdict>;
}

/** One line a gate, and each finding below. */
export function report(name: string, { passed, summary, lines }: Verdict): string {
  const word = passed === undefined ? 'NOT CHECKED' : passed ? 'pass' : 'FAIL';
  return [`${word}  ${name}: ${summary}`, ...lines.map((line) => `      ${line}`)].join('\n');
}
