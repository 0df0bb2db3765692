import { createHash } from 'node:crypto';

const TIMEOUT_MS = 30_000;
const DOCKER_HUB = 'docker.io';
/** An index of platforms where there is one, so that the digest holds for all of them. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** An image's name in its parts. */
export interface Reference {
  registry: string;
  repository: string;
  tag: string;
  digest?: string;
}

/** @throws Error for a name without a tag: what it means changes without anybody's doing */
export function parseReference(text: string): Reference {
  const [name = '', digest] = text.split('@');
  const [, path, tag] = /^(.+):([\w][\w.-]{0,127})$/.exec(name) ?? [];
  if (!path || !tag) throw new Error(`${text} has no tag`);
  const [first = '', ...rest] = path.split('/');
  const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = named ? first : DOCKER_HUB;
  const repository = named ? rest.join('/') : path;
  return {
    registry,
    repository: registry === DOCKER_HUB && !repository.includes('/') ? `library/${repository}` : repository,
    tag,
    ...(digest !== undefined && { digest }),
  };
}

/**
 * Asks the registry, without an account, what a tag stands for now.
 * @returns the digest, sha256:...
 * @throws Error that says what the registry answered
 */
export async function resolveDigest(reference: Reference): Promise<string> {
  const { registry, repository, tag } = reference;
  const url = `${origin(registry)}/v2/${repository}/manifests/${tag}`;
  let response = await ask(url);
  if (response.status === 401) response = await ask(url, await anonymousToken(response));
  if (response.status === 404) throw new Error(`${registry} has no ${repository}:${tag}`);
  if (!response.ok) throw new Error(`${registry} answers ${response.status} for ${repository}:${tag}`);
  const digest = `sha256:${createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex')}`;
  const told = response.headers.get('docker-content-digest');
  if (told !== null && told !== digest) {
    throw new Error(`${registry} names ${told}, but what it sent for ${repository}:${tag} is ${digest}`);
  }
  return digest;
}

/** Where a registry's API is: one on this machine speaks plain HTTP, as every engine has it. */
export function origin(registry: string): string {
  if (registry === DOCKER_HUB) return 'https://registry-1.docker.io';
  return `${isOnThisMachine(registry) ? 'http' : 'https'}://${registry}`;
}

export function isOnThisMachine(registry: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(registry);
}

async function ask(url: string, token?: string): Promise<Response> {
  const headers = { accept: MANIFEST_TYPES, ...(token && { authorization: `Bearer ${token}` }) };
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(
      `${new URL(url).host} cannot be reached: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

/** What a registry gives to everybody who asks as its refusal says. */
async function anonymousToken(refusal: Response): Promise<string> {
  const challenge = refusal.headers.get('www-authenticate') ?? '';
  const field = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(challenge)?.[1];
  const realm = field('realm');
  if (!/^bearer /i.test(challenge) || !realm) {
    throw new Error(`${new URL(refusal.url).host} wants an account: ${challenge || 'it does not say which'}`);
  }
  const url = new URL(realm);
  for (const name of ['service', 'scope']) {
    const value = field(name);
    if (value) url.searchParams.set(name, value);
  }
  const response = await ask(url.href);
  if (!response.ok) throw new Error(`${url.host} answers ${response.status} when asked for a token`);
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  const given = token ?? access_token;
  if (!given) throw new Error(`${url.host} gave no token`);
  return given;
}
