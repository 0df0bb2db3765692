import type { Settings } from '../pipeline/settings.ts';
import type { Account } from './repository.ts';

/** Whose token it is; a registry on this machine may want none. */
export function accountOf({ registryUser: user, registryToken: token }: Settings): Account | undefined {
  return token === undefined ? undefined : { user, token };
}
