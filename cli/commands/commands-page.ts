import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import type { Table } from '../../tools/cli/table.ts';
import { commandsPage, pageFile } from '../commands-page.ts';

export default (table: Table) =>
  new Command()
    .description('Writes docs/commands.md from the command line and package.json.')
    .action(async () => writeFileSync(pageFile, await commandsPage(table)));
