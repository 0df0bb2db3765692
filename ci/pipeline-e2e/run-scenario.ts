import type { FunctionInCluster } from '../../knative/harness/function-in-cluster.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import { messageOf } from '../../tools/failure.ts';
import { Repository } from '../../tools/registry.ts';
import type { Checkout } from './checkout.ts';
import { refusingProxy } from './refusing-proxy.ts';
import { type PipelineRun, runPipeline } from './run-pipeline.ts';
import { quick, type Scenario } from './scenarios.ts';

/** How a scenario ended. */
export interface ScenarioResult {
  name: string;
  seconds: number;
  end: string;
  serves: string;
  /** How it should not have ended; undefined: it ended as it must. */
  complaint: string | undefined;
}

/** What all scenarios run on. */
export interface Setup {
  checkout: Checkout;
  deployed: FunctionInCluster;
  repository: string;
  gateway: string;
  photos: string | undefined;
}

/** The pipeline's tests take minutes. Here one file stands for them: a scenario is about what follows from its result. */
const TEST_FILES = 'function/test/config';

/** The pipeline must print none of these. The registry of the scenarios asks for no account. */
const SECRETS = {
  REGISTRY_TOKEN: 'planted-registry-token-4711',
  KAGGLE_KEY: 'planted-kaggle-key-4711',
  KAGGLE_USERNAME: 'planted-kaggle-user-4711',
};

/** Commits what the scenario needs, runs the pipeline, and looks at its end, the registry and what is served. */
export async function runScenario(scenario: Scenario, setup: Setup): Promise<ScenarioResult> {
  const { deployed, repository } = setup;
  prepare(scenario, setup);
  const imageBefore = await deployed.servingImage();
  const latestBefore = await latestOf(repository);
  const run = await start(scenario, setup);
  const imageAfter = await deployed.servingImage();
  const complaint = [
    endComplaint(scenario, run),
    scenario.failsAt && imageAfter !== imageBefore ? `${imageAfter} serves, not ${imageBefore}` : undefined,
    scenario.failsAt && (await latestOf(repository)) !== latestBefore ? 'latest was moved' : undefined,
    Object.values(SECRETS).some((secret) => run.output.includes(secret))
      ? 'a secret is in its output'
      : undefined,
    await answerComplaint(deployed),
  ].find((found) => found !== undefined);
  return {
    name: scenario.name,
    seconds: run.seconds,
    end: run.failedAt ? `red at ${run.failedAt}` : run.code === 0 ? 'green' : 'killed',
    serves: imageAfter === imageBefore ? 'the old image' : 'the new image',
    complaint,
  };
}

function prepare({ keepsCheckout, trains, defect, newImage }: Scenario, { checkout, photos }: Setup): void {
  if (!keepsCheckout) {
    checkout.reset();
    if (trains) checkout.python('ci/pipeline-e2e/short_training.py', photos!, '.');
  }
  defect?.(checkout);
  if (newImage !== undefined || checkout.isChanged) checkout.commit(newImage ?? 'a defect');
}

function endComplaint({ failsAt, output, killAt }: Scenario, run: PipelineRun): string | undefined {
  if (killAt !== undefined) {
    if (run.code !== null) return `was not killed, and ended with ${run.code}`;
  } else {
    if (run.failedAt !== failsAt)
      return `failed at ${run.failedAt ?? 'nothing'}, not at ${failsAt ?? 'nothing'}`;
    if ((run.code === 0) !== (failsAt === undefined)) return `ended with ${run.code}`;
  }
  return output.test(run.output) ? undefined : `its output does not contain ${output}`;
}

async function answerComplaint(deployed: FunctionInCluster): Promise<string | undefined> {
  try {
    const client = await deployed.client();
    await smoke(client).finally(() => client.close());
    return undefined;
  } catch (error) {
    return `the function does not answer: ${messageOf(error)}`;
  }
}

async function start(
  scenario: Scenario,
  { checkout, deployed, repository, gateway }: Setup,
): Promise<PipelineRun> {
  const { name: SERVICE_NAME, namespace: SERVICE_NAMESPACE } = deployed.installation;
  const [registry = '', ...name] = repository.split('/');
  const proxy = scenario.registryRefuses ? await refusingProxy(registry) : undefined;
  try {
    return await runPipeline({
      folder: checkout.folder,
      args: scenario.args ?? quick,
      env: {
        ...{ SERVICE_NAME, SERVICE_NAMESPACE, TEST_FILES },
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
