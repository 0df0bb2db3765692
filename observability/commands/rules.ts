import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { generatedFolder, observabilityFolder } from '../folders.ts';
import { files } from '../rules/groups.ts';
import { withTables } from '../rules/readme-tables.ts';
import { render } from '../rules/render.ts';

export default () =>
  new Command()
    .description(
      `Writes Prometheus' rules and the tables of observability/README.md from observability/rules. Run it after those or
      the released model changed.`,
    )
    .action(() => {
      mkdirSync(generatedFolder, { recursive: true });
      for (const [name, groups] of Object.entries(files)) {
        writeFileSync(path.join(generatedFolder, name), render(groups));
      }
      const readme = path.join(observabilityFolder, 'README.md');
      writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
    });
