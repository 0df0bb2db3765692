import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../tools/names.ts';

const MIN_WORDS = 3;

const files = execFileSync(
  'git',
  ['ls-files', '*.ts', '*.py', '*.mjs', 'tools/python-environment', ':!*test*', ':!*.generated.*'],
  { cwd: root, encoding: 'utf8' },
);
/** All sources as one text; Python's strings that are cut into lines are joined. */
const sources = files
  .trim()
  .split('\n')
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n')
  .replaceAll(/ "\n\s+f?"/g, ' ');

const page = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8');
/** The words of errors in the first column; shorter spans are codes and names. */
const symptoms = [...page.matchAll(/^\| (.*?) \|/gm)]
  .flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, span]) => span!))
  .filter((span) => span.split(' ').length >= MIN_WORDS);

/** The parts of a symptom that no source has; an ellipsis stands for what a message inserts. */
function partsNotPrinted(symptom: string): string[] {
  const parts = symptom.split('…').map((part) => part.replace(/^[\s:,]+|[\s:,]+$/g, ''));
  return parts.filter((part) => part.length > 2 && !sources.includes(part));
}

it('has symptoms', () => expect(symptoms.length).toBeGreaterThan(35));

it.each(symptoms)('a command prints: %s', (symptom) => expect(partsNotPrinted(symptom)).toEqual([]));

it('a symptom that nothing prints is seen', () =>
  expect(partsNotPrinted('kubectl reaches no cluster … on Sundays')).toEqual(['on Sundays']));
