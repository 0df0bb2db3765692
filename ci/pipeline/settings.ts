import { parseSteps } from '../../knative/rollout/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { installationOf, installationVariables } from '../../tools/names.ts';
import type { Environment } from '../../tools/process.ts';
import { type Choices, parameters } from './pipeline.ts';

/** The repository that needs no registry: such an image is brought into the cluster by IMAGE_LOADER. */
const LOCAL_REPOSITORY = 'dev.local/cats-vs-dogs';

interface Variable<T> {
  what: string;
  parse(text: string | undefined): T;
}

const flag = (what: string): Variable<boolean> => ({
  what,
  parse(text = 'false') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new UsageError(`must be true or false, found: ${text}`);
  },
});

const optional = (what: string, pattern: RegExp, allowed: string): Variable<string | undefined> => ({
  what,
  parse(text) {
    if (text === undefined || pattern.test(text)) return text;
    throw new UsageError(`must be ${allowed}, found: ${text}`);
  },
});

const ofInstallation = (name: keyof typeof installationVariables): Variable<string | undefined> => {
  const { what, pattern, allowed } = installationVariables[name];
  return optional(what, pattern, allowed);
};

const seconds = (what: string, fallback: number): Variable<number> => ({
  what: `${what}; ${fallback}`,
  parse(text = String(fallback)) {
    if (/^\d{1,5}$/.test(text)) return Number(text);
    throw new UsageError(`must be a whole number of seconds, found: ${text}`);
  },
});

/** Every variable that a stage reads, but for the secrets. */
export const variables = {
  SKIP_TRAINING: flag(parameters.SKIP_TRAINING),
  SKIP_TESTS: flag(parameters.SKIP_TESTS),
  SKIP_DOCKER: flag(parameters.SKIP_DOCKER),
  TEST_FILES: optional(
    'tests of files with that in their paths alone, without lint; all, by npm test',
    /^[\w./][\w./-]*$/,
    'a part of a path, as function/test/config',
  ),
  IMAGE_REPOSITORY: optional(
    `registry and name of the image, as ghcr.io/OWNER/cats-vs-dogs; ${LOCAL_REPOSITORY}, which is no registry`,
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
    'a registry and a name in lower case, without a tag, as ghcr.io/OWNER/cats-vs-dogs',
  ),
  REGISTRY_USERNAME: optional(
    "whose token it is; the repository's owner",
    /^[\w.@-]+$/,
    'the name of an account',
  ),
  IMAGE_LOADER: optional(
    'without a registry: the command that brings an image into the cluster; npx . kind load with Kind',
    /\S/,
    'a command',
  ),
  KUBE_CONTEXT: optional("the cluster; kubectl's current context", /\S/, 'the name of a context'),
  SERVICE_NAME: ofInstallation('SERVICE_NAME'),
  SERVICE_NAMESPACE: ofInstallation('SERVICE_NAMESPACE'),
  KNATIVE_OVERLAY: optional(
    'one of knative/overlays; kind with Kind, else production',
    /^[a-z-]+$/,
    'a name',
  ),
  KNATIVE_GATEWAY: optional(
    'where requests enter the cluster; looked for',
    /^https?:\/\//,
    'an address as http://127.0.0.1:8000',
  ),
  ROLLOUT_STEPS: {
    what: 'shares of the traffic one after the other, in percent; 10,50,100',
    parse: (text = '10,50,100') => steps(text),
  },
  ROLLOUT_WATCH_SECONDS: seconds('how long each of them is watched', 60),
  ROLLOUT_TIMEOUT_SECONDS: seconds('within which a new revision must be ready', 120),
} satisfies Record<string, Variable<unknown>>;

type Values = { [Name in keyof typeof variables]: ReturnType<(typeof variables)[Name]['parse']> };

function steps(text: string): readonly number[] {
  try {
    return parseSteps(text);
  } catch {
    throw new UsageError(`must be rising percentages up to 100, as 10,50,100, found: ${text}`);
  }
}

/** What a stage reads, from `variables`. */
export type Settings = ReturnType<typeof parseSettings>;

/** What the variables say, or else what each is without. @throws UsageError that names every one that is wrong */
export function parseSettings(env: Environment) {
  const wrong: string[] = [];
  const values: Partial<Record<string, unknown>> = {};
  for (const [name, variable] of Object.entries(variables)) {
    try {
      // An empty one is one that is not set: Jenkins and shells leave such.
      values[name] = variable.parse(env[name] || undefined);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      wrong.push(`${name} ${error.message}`);
    }
  }
  if (wrong.length > 0) throw new UsageError(wrong.join('; '));
  const found = values as Values;
  const {
    SKIP_TRAINING,
    SKIP_TESTS,
    SKIP_DOCKER,
    IMAGE_REPOSITORY: imageRepository = LOCAL_REPOSITORY,
  } = found;
  const choices: Choices = { SKIP_TRAINING, SKIP_TESTS, SKIP_DOCKER };
  return {
    choices,
    testFiles: found.TEST_FILES,
    imageRepository,
    registryUser: found.REGISTRY_USERNAME ?? imageRepository.split('/').at(-2)!,
    registryToken: env.REGISTRY_TOKEN || undefined,
    imageLoader: found.IMAGE_LOADER,
    context: found.KUBE_CONTEXT,
    installation: installationOf(env),
    overlay: found.KNATIVE_OVERLAY,
    gateway: found.KNATIVE_GATEWAY,
    rolloutSteps: found.ROLLOUT_STEPS,
    rolloutWatchSeconds: found.ROLLOUT_WATCH_SECONDS,
    timeoutSeconds: found.ROLLOUT_TIMEOUT_SECONDS,
  };
}

/** Whether there is a registry at all; dev.local is none by agreement with Knative. */
export function hasRegistry({ imageRepository }: Pick<Settings, 'imageRepository'>): boolean {
  return !/^(dev|ko|kind)\.local\//.test(imageRepository);
}
