import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { type Floor, raised } from '../coverage/floor.ts';

const FLOOR = path.join(root, 'ci/coverage-floor.json');
const SUMMARY = path.join(root, 'coverage/coverage-summary.json');

export default () =>
  new Command()
    .description(
      'Raises the floor of the coverage, ci/coverage-floor.json, to what npm run coverage measured. It never lowers it.',
    )
    .action(() => {
      if (!existsSync(SUMMARY)) throw new Failure('there is no measurement: npm run coverage makes one');
      const { total } = JSON.parse(readFileSync(SUMMARY, 'utf8')) as {
        total: Record<keyof Floor, { pct: number }>;
      };
      const before = JSON.parse(readFileSync(FLOOR, 'utf8')) as Floor;
      const after = raised(before, total);
      const text = Object.entries(after).map(([name, percent]) => `"${name}": ${percent}`);
      writeFileSync(FLOOR, `{ ${text.join(', ')} }\n`);
      console.log(
        Object.entries(after)
          .map(([name, percent]) => `${name} ${before[name as keyof Floor]} -> ${percent} %`)
          .join('\n'),
      );
    });
