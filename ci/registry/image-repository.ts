import { type Account, Repository } from '../../tools/registry.ts';
import type { Settings } from '../pipeline/settings.ts';

/** The account of REGISTRY_TOKEN; undefined without one, which a registry on this machine may accept. */
export function accountOf({ registryUser: user, registryToken: token }: Settings): Account | undefined {
  return token === undefined ? undefined : { user, token };
}

/** The repository IMAGE_REPOSITORY. Its errors name the variable to look at. */
export function repositoryOf(settings: Settings): Repository {
  const account = accountOf(settings);
  const advice =
    account === undefined
      ? 'REGISTRY_TOKEN is not set'
      : `may ${account.user} write there with this REGISTRY_TOKEN?`;
  return new Repository(settings.imageRepository, { account, advice });
}
