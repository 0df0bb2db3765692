import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { dashboardFiles, folder } from '../dashboards/files.ts';

export default () =>
  new Command()
    .description("Writes Grafana's dashboards from observability/dashboards as JSON.")
    .action(() => {
      // A dashboard that was renamed leaves none of its old name behind.
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of dashboardFiles()) writeFileSync(path.join(folder, name), text);
      console.log(`written: ${path.relative(process.cwd(), folder)}; next: git diff --stat`);
    });
