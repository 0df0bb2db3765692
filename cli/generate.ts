import type { Table, Verb } from '../tools/cli/table.ts';

/** Files that are made from sources, and committed. @param table what docs/commands.md describes */
export const generateVerbs = (table: Table): readonly Verb[] => [
  {
    name: 'commands',
    summary: 'docs/commands.md, from the command line',
    load: async () => {
      const { default: commandsPageCommand } = await import('./commands/commands-page.ts');
      return { default: () => commandsPageCommand(table) };
    },
  },
  {
    name: 'config-table',
    summary: "print the function's variables as a table in Markdown",
    load: () => import('./commands/config-table.ts'),
  },
  {
    name: 'schema',
    summary: 'the validators of the JSON schemas',
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'client-types',
    summary: 'the types of the TypeScript client, from openapi.json',
    load: () => import('./commands/client-types.ts'),
  },
];
