import { describe, expect, it } from 'vitest';
import { UsageError } from '../failure.ts';
import { installationOf } from '../names.ts';

describe('the installation', () => {
  it.each([
    ['is cats-vs-dogs where nothing is set', {}, { name: 'cats-vs-dogs', namespace: 'cats-vs-dogs' }],
    [
      'has each of the two by itself',
      { SERVICE_NAME: 'second' },
      { name: 'second', namespace: 'cats-vs-dogs' },
    ],
    [
      'is what the variables say; an empty one counts as not set',
      { SERVICE_NAME: '', SERVICE_NAMESPACE: '2nd' },
      { name: 'cats-vs-dogs', namespace: '2nd' },
    ],
    [
      'may have names as long as Kubernetes and the address of a candidate allow',
      { SERVICE_NAME: 'a'.repeat(53), SERVICE_NAMESPACE: 'b'.repeat(63) },
      { name: 'a'.repeat(53), namespace: 'b'.repeat(63) },
    ],
  ])('%s', (_, env, installation) => expect(installationOf(env)).toEqual(installation));

  it.each([
    ['SERVICE_NAME', '2nd'],
    ['SERVICE_NAME', 'Cats'],
    ['SERVICE_NAME', 'cats-'],
    ['SERVICE_NAME', 'cats.dogs'],
    ['SERVICE_NAME', 'cats --all'],
    ['SERVICE_NAME', 'a'.repeat(54)],
    ['SERVICE_NAMESPACE', '-cats'],
    ['SERVICE_NAMESPACE', 'b'.repeat(64)],
  ])('is refused for %s=%s, with the variable and what is allowed', (variable, value) => {
    const named = () => installationOf({ [variable]: value });
    expect(named).toThrow(UsageError);
    expect(named).toThrow(new RegExp(`^${variable} must be 1 to \\d+ of a-z, 0-9 and -.*, found: ${value}$`));
  });
});
