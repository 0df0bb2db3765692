import type { Verb } from '../tools/cli/table.ts';

/** Files that are made from sources, and committed. */
export const generateVerbs: readonly Verb[] = [
  {
    name: 'commands',
    summary: 'docs/commands.md, from the command line',
    load: () => import('./commands/commands-page.ts'),
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
