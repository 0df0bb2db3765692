import { runCommand } from '../../tools/command.ts';
import { END_TO_END_HELP, endToEndOptions, runEndToEnd } from '../harness/run.ts';

await runCommand({
  name: 'e2e',
  help: `Tests the function, its rollouts and its faults on a real cluster, the one of KUBECONFIG: builds the image of
this tree, brings it there and deploys it. What serves there under its name is replaced.

  npm run e2e -- [options]

  --short         deploy, rollout, rollback, to zero and back; else also each fault, which takes half an hour
${END_TO_END_HELP}

PHOTOS names a folder of JPEGs to send instead of pictures derived from the sample cat.`,
  options: endToEndOptions,
  run: (choice) => runEndToEnd('e2e', choice),
});
