import { withoutFormula } from '../../src/batch/formula.ts';
import { make } from './elements.ts';
import type { Photo } from './state.ts';

/** The columns of `npx . classify`, and those of a person's verdict. */
const columns =
  'file,photo_sha256,prediction,probability,is_pet,pet_score,needs_review,model,error_code,error,verdict,time';

/** The list as CSV: a row for each photo, also for one without an answer. `time` is that of the verdict. */
export function csvOf(photos: readonly Photo[]): string {
  const lines = photos.map(({ name, digest, answer, error, verdict, decidedAt }) => {
    const said = [
      answer?.prediction,
      answer?.probability,
      answer?.is_pet,
      answer?.pet_score,
      answer?.needs_review,
      answer?.model.version,
    ];
    return [name, digest, ...said, error?.code, error?.message, verdict, decidedAt].map(cell).join(',');
  });
  return [columns, ...lines, ''].join('\n');
}

function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? withoutFormula(value) : String(value);
  // Spreadsheets of some languages take `;` for the end of a cell.
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Gives the browser a file to save. */
export function saveFile(name: string, type: string, text: string): void {
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
