import { expect, it } from 'vitest';
import { markdownTable, table } from '../table.ts';

const rows = [
  ['stage', 'time', ''],
  ['test', '0.5 s', 'passed'],
  ['preflight', '12.5 s', ''],
];

it('a table has columns as wide as their widest cell, and no spaces at the ends of its lines', () => {
  expect(table(rows, { right: [1] }).split('\n')).toEqual([
    'stage        time',
    'test        0.5 s  passed',
    'preflight  12.5 s',
  ]);
});

it('a table without rows is empty', () => expect(table([])).toBe(''));

it('a table in Markdown has its first column to the left, and the others to the right', () => {
  const [head = [], ...others] = rows.map((row) => row.slice(0, 2));
  expect(markdownTable(head, others).split('\n')).toEqual([
    '| stage     |   time |',
    '| --------- | -----: |',
    '| test      |  0.5 s |',
    '| preflight | 12.5 s |',
  ]);
});
