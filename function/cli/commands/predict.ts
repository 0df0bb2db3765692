import { parseArgs } from 'node:util';
import { classifyFile, describe } from './classify.ts';
import { openClassifier } from './open-classifier.ts';

const HELP = `Tells cats from dogs in photos.

  npm run predict -- FILE... [options]

  --url URL  ask the function that runs there, as http://localhost:8080; without it the model
             runs in this process
  --json     one JSON object a line
  --help     this text

Ends with 1 when a photo could not be judged, with 2 when the command itself is wrong.`;

/** @throws Error for options that do not exist, no file, or a model that cannot be used */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (positionals.length === 0) throw new Error('no photo is named');
  const classifier = await openClassifier(values.url);
  let failures = 0;
  for (const file of positionals) {
    const outcome = await classifyFile(classifier, file);
    const failed = 'error' in outcome;
    if (failed) failures += 1;
    if (values.json) console.log(JSON.stringify(outcome));
    else if (failed) console.error(describe(outcome));
    else console.log(describe(outcome));
  }
  await classifier.close();
  return failures === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`predict: ${(error as Error).message}\n`);
  console.error('npm run predict -- --help tells how it is used');
  process.exitCode = 2;
}
