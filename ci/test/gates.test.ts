import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { report } from '../gates/gate.ts';
import { licenceList, refusedLicences } from '../gates/licences.ts';
import { verdictOf as npmVerdict } from '../gates/npm-audit.ts';
import { mayBreak } from '../gates/openapi.ts';
import { verdictOf as pipVerdict } from '../gates/pip-audit.ts';
import { addedLines, diffBase, findSecrets } from '../gates/secrets.ts';

describe('the scan for secrets', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  // In parts, so that the scan of this repository does not find them here.
  const planted = {
    'a private key': [privateKey],
    "GitHub's token": ['ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'],
    'an npm token': ['//registry.npmjs.org/:_authToken=npm_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'],
    'a password in an address': ['https://me:', 's3cr3tpassw0rd@example.org/x.git'],
  };

  it.each(Object.entries(planted))('finds %s, and does not repeat it', async (_, parts) => {
    const secret = parts.join('');
    const findings = await findSecrets('file.txt', `one line\n${secret}\n`);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(/^file\.txt:2 /);
    expect(findings[0]).not.toContain(parts.at(-1)!.split('\n')[1] ?? parts.at(-1));
  });

  it('finds nothing in what is none', async () => {
    expect(await findSecrets('a.ts', "const token = process.env.REGISTRY_TOKEN ?? '';\n")).toEqual([]);
  });

  it('looks at the lines that commits add, by file', () => {
    const patch = [
      'commit 1',
      'diff --git a/old.ts b/new.ts',
      '--- a/old.ts',
      '+++ b/new.ts',
      '@@ -1 +1,2 @@',
      '-gone',
      '+one',
      '+two',
      '+++ b/other.ts',
      '+three',
      '--- a/x',
      '+++ /dev/null',
    ].join('\n');
    expect([...addedLines(patch)]).toEqual([
      ['new.ts', 'one\ntwo'],
      ['other.ts', 'three'],
    ]);
  });

  it('begins at the last build that passed, when Jenkins says which', () => {
    const head = diffBase({ GIT_PREVIOUS_SUCCESSFUL_COMMIT: 'HEAD' });
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(diffBase({ GIT_PREVIOUS_SUCCESSFUL_COMMIT: '0'.repeat(40) })).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('licences', () => {
  const component = (name: string, licence: string | undefined) => ({
    type: 'library',
    name,
    version: '1.0.0',
    purl: `pkg:npm/${name}@1.0.0`,
    ...(licence !== undefined && { licenses: [{ expression: licence }] }),
  });

  it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'])('%s is allowed', (licence) => {
    expect(refusedLicences([component('a', licence)])).toEqual([]);
  });

  it.each(['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'SEE LICENSE IN FILE', undefined])(
    '%s is not',
    (licence) => {
      expect(refusedLicences([component('a', licence)])).toEqual([
        expect.stringMatching(/^a is under .* not allowed$/),
      ]);
    },
  );

  it('an exception is one for its package alone', () => {
    expect(refusedLicences([component('@img/sharp-libvips-linux-x64', 'LGPL-3.0-or-later')])).toEqual([]);
    expect(refusedLicences([component('other', 'LGPL-3.0-or-later')])).toHaveLength(1);
  });

  it('are listed by package', () => {
    expect(licenceList([component('b', 'MIT'), component('a', undefined)])).toBe(
      'a@1.0.0  unknown\nb@1.0.0  (MIT)\n',
    );
  });
});

describe('audits', () => {
  const vulnerable = (severity: string) =>
    JSON.stringify({
      vulnerabilities: { lodash: { name: 'lodash', severity, range: '<4.17.21', fixAvailable: true } },
    });

  it.each([
    ['critical', false],
    ['high', false],
    ['moderate', true],
  ])('npm: a %s vulnerability: may pass: %s', (severity, passed) => {
    expect(npmVerdict(vulnerable(severity))).toEqual({
      passed,
      summary: '1 known vulnerability',
      lines: [`${severity}: lodash <4.17.21, a fix is there`],
    });
  });

  it('npm: a registry that cannot be asked is no pass', () => {
    expect(npmVerdict('{"message": "405 Method Not Allowed"}')).toMatchObject({
      passed: undefined,
      summary: 'the registry could not be asked: 405 Method Not Allowed',
    });
    expect(npmVerdict('')).toMatchObject({ passed: undefined });
  });

  it('pip: a vulnerability stops', () => {
    const output = JSON.stringify({
      dependencies: [
        { name: 'requests', version: '2.19.0', vulns: [{ id: 'PYSEC-2018-28', fix_versions: ['2.20.0'] }] },
      ],
    });
    expect(pipVerdict(output, '')).toMatchObject({
      passed: false,
      lines: ['requests 2.19.0: PYSEC-2018-28, fixed in 2.20.0'],
    });
  });

  it('pip: an index that knows nothing is no pass', () => {
    const skipped = { name: 'a', skip_reason: 'not found on PyPI' };
    expect(pipVerdict(JSON.stringify({ dependencies: [skipped] }), '')).toMatchObject({ passed: undefined });
    expect(pipVerdict('', 'no network')).toMatchObject({
      summary: 'the index could not be asked: no network',
    });
    const asked = { name: 'b', version: '1', vulns: [] };
    expect(pipVerdict(JSON.stringify({ dependencies: [asked] }), '')).toMatchObject({ passed: true });
  });

  it('what was not checked is told as that', () => {
    expect(report('npm audit', { passed: undefined, summary: 'no network', lines: [] })).toBe(
      'NOT CHECKED  npm audit: no network',
    );
  });
});

it.each([
  ['1.2.0', '1.3.0', false],
  ['1.2.0', '2.0.0', true],
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '0.2.0', true],
])('from %s to %s clients may break: %s', (before, now, allowed) =>
  expect(mayBreak(before, now)).toBe(allowed),
);

it.each([
  ['true', 86],
  ['', undefined],
])(
  'with COVERAGE_RAISE=%j thresholds of the coverage that measure 86.7 %% become %j',
  async (value, raised) => {
    vi.stubEnv('COVERAGE_RAISE', value);
    vi.resetModules();
    const { default: config } = await import('../../vitest.config.ts');
    const { autoUpdate } = config.test!.coverage!.thresholds!;
    expect(autoUpdate ? (autoUpdate as (percent: number) => number)(86.7) : undefined).toBe(raised);
    vi.unstubAllEnvs();
  },
);
