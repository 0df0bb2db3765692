import { randomBytes } from 'node:crypto';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import { NAMESPACE } from './names.ts';

const SECRET = 'grafana';
/** A file of Grafana's settings, as grafana.ini names it. */
const KEY = 'admin-password';
const PASSWORD_BYTES = 24;

/**
 * The password of Grafana's `admin`: the one that the cluster has, or one that is made now.
 * @throws ServerError NotFound when the namespace is not there
 */
export async function grafanaPassword(kubectl: Kubectl): Promise<string> {
  const known = await findPassword(kubectl);
  if (known !== undefined) return known;
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const secret = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET, namespace: NAMESPACE } },
    ...{ type: 'Opaque', stringData: { [KEY]: password } },
  };
  try {
    // Not applied: a password that somebody else made meanwhile is the right one.
    await kubectl.run(['create', '--filename', '-'], { input: JSON.stringify(secret) });
    return password;
  } catch (error) {
    const theirs =
      error instanceof ServerError && error.reason === 'AlreadyExists'
        ? await findPassword(kubectl)
        : undefined;
    if (theirs === undefined) throw error;
    return theirs;
  }
}

async function findPassword(kubectl: Kubectl): Promise<string | undefined> {
  const secret = await kubectl.find<{ data?: Record<string, string> }>('secret', SECRET, NAMESPACE);
  const encoded = secret?.data?.[KEY];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
