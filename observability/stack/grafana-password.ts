import { randomBytes } from 'node:crypto';
import { ServerError } from '../../tools/kubectl.ts';
import { withOwner } from '../../tools/ownership.ts';
import { PART_OF, type Stack } from './names.ts';

const SECRET = 'grafana';
/** A file of Grafana's settings, as grafana.ini names it. */
const KEY = 'admin-password';
const PASSWORD_BYTES = 24;

/** Makes a password for Grafana's `admin`, where the cluster has none. @returns the one that it has now */
export async function makeGrafanaPassword(stack: Stack): Promise<string> {
  const { kubectl, namespace } = stack;
  const known = await findGrafanaPassword(stack);
  if (known !== undefined) return known;
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const secret = withOwner({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET, namespace, labels: PART_OF } },
    ...{ type: 'Opaque', stringData: { [KEY]: password } },
  });
  try {
    // Not applied: a password that somebody else made meanwhile is the right one.
    await kubectl.run(['create', '--filename', '-'], { input: JSON.stringify(secret) });
    return password;
  } catch (error) {
    const theirs =
      error instanceof ServerError && error.reason === 'AlreadyExists'
        ? await findGrafanaPassword(stack)
        : undefined;
    if (theirs === undefined) throw error;
    return theirs;
  }
}

/** The password of Grafana's `admin` that the cluster has. */
export async function findGrafanaPassword({ kubectl, namespace }: Stack): Promise<string | undefined> {
  const secret = await kubectl.find<{ data?: Record<string, string> }>('secret', SECRET, namespace);
  const encoded = secret?.data?.[KEY];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
