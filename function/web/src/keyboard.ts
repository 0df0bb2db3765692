import type { Verdict } from './state.ts';

export type Commands = {
  move(steps: number): void;
  /** How many photos a row has. */
  columns(): number;
  decide(verdict: Verdict): void;
  undo(): void;
  open(): void;
};

const verdicts: Record<string, Verdict> = { c: 'cat', d: 'dog', n: 'neither' };

/** Lets keys decide while the focus is inside of `area`: a letter typed elsewhere, or said to a computer, does nothing. */
export function listenToKeys(area: HTMLElement, { move, columns, decide, undo, open }: Commands): void {
  area.addEventListener('keydown', (event) => {
    const { target, ctrlKey, metaKey, altKey } = event;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // Enter is for the button that has the focus.
    const isForControl = (target as Element).matches(key === 'Enter' ? 'input, button, a, summary' : 'input');
    if (ctrlKey || metaKey || altKey || isForControl) return;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns(),
      ArrowDown: columns(),
    };
    if (steps[key] !== undefined) move(steps[key]);
    else if (verdicts[key] !== undefined) decide(verdicts[key]);
    else if (key === 'u') undo();
    else if (key === 'Enter') open();
    else return;
    event.preventDefault();
  });
}
