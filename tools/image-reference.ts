const DOCKER_HUB = 'docker.io';

/** An image's name in its parts. */
export interface Reference {
  registry: string;
  repository: string;
  tag: string;
  digest?: string;
}

/** @throws Error for a name without a tag, which would mean another image each time */
export function parseReference(text: string): Reference {
  const [name = '', digest] = text.split('@');
  const [, path, tag] = /^(.+):([\w][\w.-]{0,127})$/.exec(name) ?? [];
  if (!path || !tag) throw new Error(`${text} has no tag`);
  return { ...parseRepository(path), tag, ...(digest !== undefined && { digest }) };
}

/** The registry and the repository of a name without a tag, as the engines read it: `node` is docker.io/library/node. */
export function parseRepository(text: string): Pick<Reference, 'registry' | 'repository'> {
  const [first = '', ...rest] = text.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = isHost ? first : DOCKER_HUB;
  const repository = isHost ? rest.join('/') : text;
  const isOfficial = registry === DOCKER_HUB && !repository.includes('/');
  return { registry, repository: isOfficial ? `library/${repository}` : repository };
}

/** The address of a registry's API. A registry on this machine speaks plain HTTP, as it does for every engine. */
export function registryOrigin(registry: string): string {
  if (registry === DOCKER_HUB) return 'https://registry-1.docker.io';
  return `${isOnThisMachine(registry) ? 'http' : 'https'}://${registry}`;
}

export function isOnThisMachine(registry: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(registry);
}
