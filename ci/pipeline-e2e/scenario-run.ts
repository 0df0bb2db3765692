import { messageOf } from '../../tools/failure.ts';
import { Repository } from '../../tools/registry.ts';
import type { Checkout } from './checkout.ts';
import { refusingProxy } from './refusing-proxy.ts';
import { type PipelineRun, runPipeline } from './run-pipeline.ts';
import type { Scenario } from './scenarios.ts';
import type { Served } from './served.ts';

/** How a run ended, and how it should not have. */
export interface Proof {
  name: string;
  seconds: number;
  end: string;
  serves: string;
  /** undefined: as it must. */
  complaint: string | undefined;
}

export interface Place {
  checkout: Checkout;
  served: Served;
  repository: string;
  gateway: string;
  photos: string | undefined;
}

/** No registry here asks for them, and no output may have them. */
const SECRETS = {
  REGISTRY_TOKEN: 'planted-registry-token-4711',
  KAGGLE_KEY: 'planted-kaggle-key-4711',
  KAGGLE_USERNAME: 'planted-kaggle-user-4711',
};

/** Runs a scenario and looks at what became of it. What it changed in the checkout is undone, but for a rerun's sake. */
export async function prove(scenario: Scenario, place: Place): Promise<Proof> {
  const { checkout, served, repository } = place;
  if (!scenario.goesOn) checkout.goBack();
  if (scenario.trains && !scenario.goesOn)
    checkout.python('ci/pipeline-e2e/short_training.py', place.photos!, '.');
  scenario.spoil?.(checkout);
  if (checkout.git('status', '--porcelain', '--untracked-files=no') !== '') checkout.commit();

  const imageBefore = await served.image();
  const latestBefore = await latestOf(repository);
  const run = await start(scenario, place);
  const imageAfter = await served.image();
  const complaint = [
    endComplaint(scenario, run),
    scenario.keepsServing && imageAfter !== imageBefore
      ? `${imageAfter} serves, not ${imageBefore}`
      : undefined,
    scenario.failsAt && (await latestOf(repository)) !== latestBefore ? 'latest was moved' : undefined,
    Object.values(SECRETS).some((secret) => run.output.includes(secret))
      ? 'a secret is in its output'
      : undefined,
    await served.mustAnswer().catch((error: unknown) => `the function does not answer: ${messageOf(error)}`),
  ].find((found) => found !== undefined);
  return {
    name: scenario.name,
    seconds: run.seconds,
    end: run.failedAt ? `red at ${run.failedAt}` : run.code === 0 ? 'green' : 'killed',
    serves: imageAfter === imageBefore ? 'the old image' : 'the new image',
    complaint: complaint ?? undefined,
  };
}

function endComplaint({ failsAt, says, killAt }: Scenario, run: PipelineRun): string | undefined {
  if (killAt !== undefined) {
    if (run.code !== null) return `was not killed, and ended with ${run.code}`;
  } else {
    if (run.failedAt !== failsAt)
      return `failed at ${run.failedAt ?? 'nothing'}, not at ${failsAt ?? 'nothing'}`;
    if ((run.code === 0) !== (failsAt === undefined)) return `ended with ${run.code}`;
  }
  return says.test(run.output) ? undefined : `does not say ${says}`;
}

async function start(scenario: Scenario, { checkout, repository, gateway }: Place): Promise<PipelineRun> {
  const [registry = '', ...name] = repository.split('/');
  const proxy = scenario.refused ? await refusingProxy(registry) : undefined;
  try {
    return await runPipeline({
      folder: checkout.folder,
      args: scenario.args,
      env: {
        IMAGE_REPOSITORY: proxy ? [proxy.address, ...name].join('/') : repository,
        KNATIVE_OVERLAY: 'kind',
        KNATIVE_GATEWAY: gateway,
        ROLLOUT_STEPS: '50,100',
        ROLLOUT_WATCH_SECONDS: '5',
        PYTHONPATH: `${checkout.folder}/model-build/src`,
        BRANCH_NAME: 'main',
        ...SECRETS,
        ...scenario.env,
      },
      ...(scenario.killAt && { killAt: scenario.killAt }),
    });
  } finally {
    proxy?.close();
  }
}

async function latestOf(repository: string): Promise<string | undefined> {
  return (await new Repository(repository).find('latest'))?.digest;
}
