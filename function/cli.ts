import type { Verb } from '../tools/cli/table.ts';

/** Photos in, answers out. */
export const photosVerbs: readonly Verb[] = [
  { name: 'predict', summary: 'classify single photos', load: () => import('./cli/commands/predict.ts') },
  {
    name: 'classify',
    summary: 'classify all photos of a folder',
    load: () => import('./cli/commands/classify.ts'),
  },
];
