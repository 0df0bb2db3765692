import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { type Verb, verb } from '../tools/cli/table.ts';
import { root } from '../tools/names.ts';
import { attach } from '../tools/process.ts';

const room = path.join(root, 'model-build');

/** Commands in the Python environment of model-build. They pass their words on: Python alone knows the options. */
export const modelVerbs: readonly Verb[] = [
  modelVerb('data', 'download the archive of photos, or check what is in it'),
  modelVerb('prepare', 'check, split and decode the photos'),
  modelVerb('teacher', 'fit the teacher of the networks'),
  modelVerb('train', 'train one network, or both of the champion'),
  modelVerb('quantise', 'make the trained networks int8'),
  modelVerb('calibrate', 'choose temperatures and thresholds'),
  modelVerb('export', 'join the networks into a candidate'),
  modelVerb('evaluate', 'measure the candidate'),
  modelVerb('gate', 'show each clause of the gate'),
  modelVerb('release', 'put the candidate into function/model, if it passes the gate'),
  modelVerb('compare', 'compare the candidate with the champion'),
  modelVerb('promote', 'make the candidate the champion in MLflow'),
  modelVerb('track', 'log in MLflow what it does not have yet'),
  modelVerb('provenance', 'show where a model came from'),
  modelVerb('ui', "serve MLflow's page"),
  passOn('dvc', 'run DVC: status, pull, push, repro', ['-m', 'dvc', '--cd', room]),
  verb('test', "run model-build's linters and tests", () => import('./commands/model-test.ts')),
  passOn('python', "run Python with model-build's packages", []),
];

/** A command of model-build's program. @param word what that program calls it */
export function modelVerb(name: string, summary: string, word = name): Verb {
  return passOn(name, summary, ['-m', 'cats_vs_dogs', word]);
}

function passOn(name: string, summary: string, first: readonly string[]): Verb {
  const create = () =>
    new Command()
      .argument('[words...]', 'passed on to Python, --help too')
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (words) => {
        process.exitCode = await attach(path.join(room, 'python'), [...first, ...words]);
      });
  return { name, summary, passesHelpOn: true, load: async () => ({ default: create }) };
}
