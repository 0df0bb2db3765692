import { afterEach, beforeEach, expect, it } from 'vitest';
import { RegistryServer } from '../../tools/test/registry-server.ts';
import { parseSettings } from '../pipeline/settings.ts';
import { repositoryOf } from '../registry/image-repository.ts';

const registry = new RegistryServer('me:right-token');
beforeEach(() => registry.start());
afterEach(() => registry.stop());

it.each([
  ['without a token', {}, 'answers 401 for this account of me/cats; REGISTRY_TOKEN is not set'],
  ['with a wrong token', { REGISTRY_TOKEN: 'wrong' }, 'may me write there with this REGISTRY_TOKEN?'],
])('%s the error names the variable', async (_, env, message) => {
  const settings = parseSettings({ IMAGE_REPOSITORY: `${registry.address}/me/cats`, ...env });
  await expect(repositoryOf(settings).checkPush()).rejects.toThrow(message);
});
