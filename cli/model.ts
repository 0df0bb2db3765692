import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import type { Verb } from '../tools/cli/table.ts';
import { root } from '../tools/names.ts';
import { attach } from '../tools/process.ts';

const room = path.join(root, 'model-build');

/**
 * The commands of model-build's program, and others in its Python environment. Each passes its words on, so that Python
 * alone knows the options.
 */
export const modelVerbs: readonly Verb[] = [
  modelVerb({ name: 'data', summary: 'download the archive of photos, or check what is in it' }),
  modelVerb({ name: 'prepare', summary: 'check, split and decode the photos' }),
  modelVerb({ name: 'teacher', summary: 'fit the teacher of the networks' }),
  modelVerb({ name: 'train', summary: 'train one network, or both of the champion' }),
  modelVerb({ name: 'quantise', summary: 'make the trained networks int8' }),
  modelVerb({ name: 'calibrate', summary: 'choose temperatures and thresholds' }),
  modelVerb({ name: 'export', summary: 'join the networks into a candidate' }),
  modelVerb({ name: 'evaluate', summary: 'measure the candidate' }),
  modelVerb({ name: 'gate', summary: 'show each clause of the gate' }),
  modelVerb({ name: 'release', summary: 'put the candidate into function/model, if it passes the gate' }),
  modelVerb({ name: 'compare', summary: 'compare the candidate with the champion' }),
  modelVerb({ name: 'promote', summary: 'make the candidate the champion in MLflow' }),
  modelVerb({ name: 'track', summary: 'log in MLflow what it does not have yet' }),
  modelVerb({ name: 'provenance', summary: 'show where a model came from' }),
  modelVerb({ name: 'ui', summary: "serve MLflow's page" }),
  passOn('dvc', 'run DVC: status, pull, push, repro', ['-m', 'dvc', '--cd', room]),
  {
    name: 'test',
    summary: "run model-build's linters and tests",
    load: () => import('./commands/model-test.ts'),
  },
  passOn('python', "run Python with model-build's packages", []),
];

interface Passed {
  name: string;
  summary: string;
  /** As the program calls it. */
  words?: readonly string[];
}

/** A command of model-build's program, under its own name or another. */
export function modelVerb({ name, summary, words = [name] }: Passed): Verb {
  return passOn(name, summary, ['-m', 'cats_vs_dogs', ...words]);
}

function passOn(name: string, summary: string, first: readonly string[]): Verb {
  const create = () =>
    new Command()
      .argument('[words...]', 'passed on to Python, --help too')
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (words) => {
        const code = await attach(path.join(room, 'python'), [...first, ...words]);
        if (code !== 0) process.exitCode = code;
      });
  return { name, summary, passesHelpOn: true, load: async () => ({ default: create }) };
}
