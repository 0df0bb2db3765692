import { UsageError } from '../../tools/failure.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { ADDRESS_VARIABLES } from './addresses.ts';
import { MAIL_VARIABLES, SECRET_FILES } from './mail-settings.ts';
import { labelsFor, OPTIONAL, type Optional, SECRET } from './manifests.ts';
import type { Stack } from './names.ts';
import { watchedServices } from './watched-services.ts';

// What a deploy was told stays in the cluster, so that the next one keeps it, from whatever shell it runs: what is secret
// in the Secret of Alertmanager, the rest in a ConfigMap.

const CONFIG_MAP = 'deploy-settings';

const OTHER_VARIABLES = ['WATCHED_SERVICES', ...Object.keys(ADDRESS_VARIABLES)];

type Variables = Readonly<Record<string, string | undefined>>;

export interface Settings {
  /** By the names of the environment. */
  variables: Readonly<Record<string, string>>;
  storage: boolean;
  without: readonly Optional[];
}

const NOTHING: Settings = { variables: {}, storage: false, without: [] };

/** What a person says of a deploy; undefined: as it was. */
export interface Given {
  env: Variables;
  /** False: no mail and no dead man's switch. */
  mail?: boolean | undefined;
  /** False: those of the last deploy are forgotten. */
  addresses?: boolean | undefined;
  storage?: boolean | undefined;
  without?: readonly Optional[] | undefined;
}

/** What the last deploy was told. */
export async function findSettings({ kubectl, namespace }: Stack): Promise<Settings> {
  type Data = { data?: Record<string, string> };
  const [config, secret] = await Promise.all([
    kubectl.find<Data>('configmap', CONFIG_MAP, namespace),
    kubectl.find<Data>('secret', SECRET, namespace),
  ]);
  const { storage, without = '', ...variables } = config?.data ?? {};
  for (const [file, variable] of Object.entries(SECRET_FILES)) {
    const encoded = secret?.data?.[file];
    if (encoded !== undefined) variables[variable] = Buffer.from(encoded, 'base64').toString('utf8');
  }
  return { variables, storage: storage === 'true', without: parseParts(without) };
}

/** What the next deploy is told: what is given, and else what the last one was told. */
export function mergeSettings(
  last: Settings = NOTHING,
  { env, mail, addresses, storage, without }: Given,
): Settings {
  const given = (name: string) => env[name]?.trim() || undefined;
  const isMail = (name: string) => name in MAIL_VARIABLES;
  const server = given('ALERT_SMTP_SMARTHOST');
  const isOtherServer = server !== undefined && server !== last.variables.ALERT_SMTP_SMARTHOST;
  const kept = Object.entries(last.variables).filter(
    ([name]) =>
      !(mail === false && isMail(name)) &&
      !(addresses === false && name in ADDRESS_VARIABLES) &&
      // A password is for the server that it was given for.
      !(isOtherServer && /^ALERT_SMTP_/.test(name)),
  );
  const names = [...Object.keys(MAIL_VARIABLES).filter(() => mail !== false), ...OTHER_VARIABLES];
  const now = names.flatMap((name) => {
    const value = given(name);
    return value === undefined ? [] : [[name, value]];
  });
  const variables = Object.fromEntries([...kept, ...now]);
  // So that the next deploy watches the same, whatever its SERVICE_NAME is.
  const watched = watchedServices({ ...env, ...variables }).join(',');
  return {
    variables: { ...variables, WATCHED_SERVICES: watched },
    storage: storage ?? last.storage,
    without: without ?? last.without,
  };
}

/** The object by which `findSettings` finds them. */
export function settingsManifest(namespace: string, { variables, storage, without }: Settings): Manifest {
  const secrets: readonly string[] = Object.values(SECRET_FILES);
  const open = Object.entries(variables).filter(([name]) => !secrets.includes(name));
  const metadata = { name: CONFIG_MAP, namespace, labels: labelsFor(namespace) };
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata },
    data: { ...Object.fromEntries(open), storage: String(storage), without: without.join(',') },
  };
}

/** What of the settings is in effect, and what was taken away. */
export function settingsLines(namespace: string, now: Settings, last: Settings | undefined): string[] {
  const {
    ALERT_MAIL_TO: to,
    ALERT_SMTP_SMARTHOST: server,
    DEAD_MANS_SWITCH_URL: deadMansSwitch,
  } = now.variables;
  const isKept = last?.variables.ALERT_MAIL_TO === to ? ', as before' : '';
  const had = (name: string) => last?.variables[name] !== undefined;
  return [
    to === undefined
      ? `no mail is sent${had('ALERT_MAIL_TO') ? ' any more' : ''}: npx . monitoring deploy --help tells how to say to whom`
      : `mail goes to ${to} by ${server}${isKept}; --no-mail ends that`,
    ...(deadMansSwitch !== undefined ? ["the dead man's switch is called every 5 minutes"] : []),
    ...(deadMansSwitch === undefined && had('DEAD_MANS_SWITCH_URL')
      ? ["the dead man's switch is not called any more"]
      : []),
    ...(now.storage ? ['data is kept in volumes; --no-storage ends that'] : []),
    ...(!now.storage && last?.storage === true
      ? [
          `data ends with its pod from now on; the volumes stay until: kubectl delete persistentvolumeclaims prometheus alertmanager --namespace ${namespace}`,
        ]
      : []),
    ...Object.keys(ADDRESS_VARIABLES).flatMap((name) => {
      const value = now.variables[name];
      if (value === undefined) return had(name) ? [`${name} is not set any more`] : [];
      return [
        `${name} is ${value}${last?.variables[name] === value ? ', as before; --no-addresses forgets it' : ''}`,
      ];
    }),
    ...(now.without.length > 0 ? [`left out: ${now.without.join(', ')}; --without none brings all`] : []),
  ];
}

/** The parts of a list with commas; `none` and nothing are no part. @throws UsageError that names those that there are */
export function parseParts(list: string): Optional[] {
  const names = list.split(',').filter((name) => name !== '' && list !== 'none');
  const unknown = names.find((name) => !OPTIONAL.some((known) => known === name));
  if (unknown === undefined) return names as Optional[];
  throw new UsageError(`--without must name some of ${OPTIONAL.join(', ')}, or none, found: ${unknown}`);
}
