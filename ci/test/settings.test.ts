import { describe, expect, it } from 'vitest';
import { hasRegistry, parseSettings } from '../pipeline/settings.ts';

describe('settings', () => {
  it('have defaults that need neither registry nor cluster', () => {
    const settings = parseSettings({});
    expect(settings).toMatchObject({
      choices: { SKIP_TRAINING: false, SKIP_TESTS: false, SKIP_DOCKER: false },
      installation: { name: 'cats-vs-dogs', namespace: 'cats-vs-dogs' },
      imageRepository: 'dev.local/cats-vs-dogs',
      rolloutSteps: [10, 50, 100],
      rolloutWatchSeconds: 60,
    });
    expect(hasRegistry(settings)).toBe(false);
  });

  it('take an empty variable for one that is not set', () => {
    expect(parseSettings({ SKIP_TESTS: '', IMAGE_REPOSITORY: '', REGISTRY_TOKEN: '' })).toEqual(
      parseSettings({}),
    );
  });

  it("take the repository's owner for the account, unless it is named", () => {
    const IMAGE_REPOSITORY = 'ghcr.io/me/cats-vs-dogs';
    expect(parseSettings({ IMAGE_REPOSITORY }).registryUser).toBe('me');
    expect(parseSettings({ IMAGE_REPOSITORY, REGISTRY_USERNAME: 'bot' }).registryUser).toBe('bot');
    expect(hasRegistry(parseSettings({ IMAGE_REPOSITORY }))).toBe(true);
  });

  it.each([
    [{ SKIP_TRAINING: 'yes' }, 'SKIP_TRAINING must be true or false, found: yes'],
    [{ IMAGE_REPOSITORY: 'ghcr.io/Me/cats' }, 'IMAGE_REPOSITORY must be a registry and a name in lower case'],
    [{ IMAGE_REPOSITORY: 'ghcr.io/me/cats:1.0' }, 'IMAGE_REPOSITORY must be'],
    [
      { ROLLOUT_STEPS: '50,10' },
      'ROLLOUT_STEPS must be rising percentages up to 100, as 10,50,100, found: 50,10',
    ],
    [{ SERVICE_NAME: 'Cats' }, 'SERVICE_NAME must be 1 to 53 of a-z, 0-9 and -'],
    [{ SERVICE_NAMESPACE: 'cats.dogs' }, 'SERVICE_NAMESPACE must be 1 to 63 of a-z, 0-9 and -'],
    [{ TEST_FILES: '--help' }, 'TEST_FILES must be a part of a path'],
    [{ ROLLOUT_WATCH_SECONDS: '-1' }, 'ROLLOUT_WATCH_SECONDS must be a whole number of seconds, found: -1'],
    [{ KNATIVE_GATEWAY: 'localhost' }, 'KNATIVE_GATEWAY must be an address as http://127.0.0.1:8000'],
  ])('refuse %j', (env, message) => expect(() => parseSettings(env)).toThrow(message));

  it('name everything that is wrong at once', () => {
    expect(() => parseSettings({ SKIP_TESTS: '1', SKIP_DOCKER: '0', SERVICE_NAME: '2nd' })).toThrow(
      /SKIP_TESTS .*; SKIP_DOCKER .*; SERVICE_NAME /,
    );
  });
});
