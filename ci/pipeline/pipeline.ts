/** What a person chooses for a run; each is an environment variable, `true` or `false`, as Jenkins gives it. */
export const parameters = {
  SKIP_TRAINING: 'no data and no training: the model in function/model is judged and served',
  SKIP_TESTS: 'no lint, tests and gates; the model gate and the smoke test are never skipped',
  SKIP_DOCKER: 'no image, and so no push, no deploy and no smoke test',
} as const;

export type Parameter = keyof typeof parameters;
export type Choices = Readonly<Record<Parameter, boolean>>;

/** Secrets, by the variable that holds each, and what it is called in Jenkins. */
export const credentials = {
  KAGGLE_USERNAME: 'kaggle-username',
  KAGGLE_KEY: 'kaggle-key',
  REGISTRY_TOKEN: 'ghcr-token',
} as const;

/** Only what is on this branch is pushed and deployed. */
export const DEPLOY_BRANCH = 'main';

export interface Stage {
  /** Of its script, ci/stages/NAME.ts. */
  name: string;
  /** In Jenkins and in the summary. */
  title: string;
  skippedBy?: Parameter;
  onlyOnDeployBranch?: true;
  /** The secrets that it gets; no other stage sees them. */
  credentials?: readonly (keyof typeof credentials)[];
}

const kaggle = ['KAGGLE_USERNAME', 'KAGGLE_KEY'] as const;
const registry = ['REGISTRY_TOKEN'] as const;
const released = { skippedBy: 'SKIP_DOCKER', onlyOnDeployBranch: true } as const;

/** The pipeline, in order. The Jenkinsfile has the same stages, conditions and credentials, which a test compares. */
export const stages: readonly Stage[] = [
  { name: 'preflight', title: 'Checkout', credentials: [...kaggle, ...registry] },
  { name: 'setup', title: 'Setup' },
  { name: 'test', title: 'Lint and test', skippedBy: 'SKIP_TESTS' },
  { name: 'data', title: 'Download data', skippedBy: 'SKIP_TRAINING', credentials: kaggle },
  { name: 'train', title: 'Train', skippedBy: 'SKIP_TRAINING' },
  { name: 'validate', title: 'Validate model' },
  { name: 'image', title: 'Image build', skippedBy: 'SKIP_DOCKER' },
  { name: 'push', title: 'Image push', ...released, credentials: registry },
  { name: 'deploy', title: 'Deploy', ...released },
  { name: 'smoke', title: 'Smoke tests', ...released },
  { name: 'promote', title: 'Promote', ...released, credentials: registry },
];

/** Why a stage is left out of a run; undefined when it is not. */
export function reasonToSkip(stage: Stage, choices: Choices, branch: string): string | undefined {
  if (stage.skippedBy !== undefined && choices[stage.skippedBy]) return stage.skippedBy;
  if (stage.onlyOnDeployBranch && branch !== DEPLOY_BRANCH)
    return `only on ${DEPLOY_BRANCH}, this is ${branch}`;
  return undefined;
}
