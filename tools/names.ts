import { fileURLToPath } from 'node:url';
import { UsageError } from './failure.ts';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** The command line: `node FILE GROUP VERB` is what `npx . GROUP VERB` runs. */
export const cliFile = fileURLToPath(new URL('../function/cli/cats-vs-dogs.mjs', import.meta.url));

/** The name of the project: of its images, its local container and its cluster of Kind. */
export const PROJECT = 'cats-vs-dogs';

/** One deployment of the function: the name of its Knative Service, and the namespace of that. */
export interface Installation {
  name: string;
  namespace: string;
}

/** The variables that name the installation which a command is about. */
export const installationVariables = {
  SERVICE_NAME: {
    what: `name of the Knative Service; ${PROJECT}`,
    // Kubernetes allows 63 characters, of which `candidate-` is before the name in the address of a candidate.
    pattern: /^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/,
    allowed: '1 to 53 of a-z, 0-9 and -, from a letter to a letter or digit',
  },
  SERVICE_NAMESPACE: {
    what: `its namespace; ${PROJECT}`,
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    allowed: '1 to 63 of a-z, 0-9 and -, from and to a letter or digit',
  },
} as const;

/** The variable that names the namespace of the monitoring. */
export const monitoringVariables = {
  MONITORING_NAMESPACE: { what: `namespace of the monitoring; ${PROJECT}-monitoring` },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The installation of SERVICE_NAME and SERVICE_NAMESPACE; without them, cats-vs-dogs. @throws UsageError if wrong */
export function installationOf(env: Environment = process.env): Installation {
  return { name: settingOf('SERVICE_NAME', env), namespace: settingOf('SERVICE_NAMESPACE', env) };
}

/** The same, in the namespace of `--namespace` where that is given. */
export function installationIn(namespace: string | undefined, env: Environment = process.env): Installation {
  const { name, namespace: ofEnvironment } = installationOf(env);
  return { name, namespace: namespace ?? ofEnvironment };
}

/** The namespace of `--namespace`, or of MONITORING_NAMESPACE. @throws UsageError if wrong */
export function monitoringNamespace(given: string | undefined, env: Environment = process.env): string {
  return given ?? namespaceOf('MONITORING_NAMESPACE')(env.MONITORING_NAMESPACE || `${PROJECT}-monitoring`);
}

/** A parser of namespaces for an option of this name. @throws UsageError that says what is allowed */
export function namespaceOf(option: string): (text: string) => string {
  const { pattern, allowed } = installationVariables.SERVICE_NAMESPACE;
  return (text) => {
    if (pattern.test(text)) return text;
    throw new UsageError(`${option} must be ${allowed}, found: ${text}`);
  };
}

function settingOf(variable: keyof typeof installationVariables, env: Environment): string {
  const value = env[variable] || PROJECT;
  const { pattern, allowed } = installationVariables[variable];
  if (pattern.test(value)) return value;
  throw new UsageError(`${variable} must be ${allowed}, found: ${value}`);
}
