import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../tools/names.ts';
import { type Choices, credentials, parameters, reasonToSkip, stages } from '../../pipeline/pipeline.ts';
import { type Build, groovyJar, type Played, play, whyNoGroovy } from './groovy.ts';

const jenkinsfile = readFileSync(path.join(root, 'Jenkinsfile'), 'utf8');
const missing = whyNoGroovy();
if (missing) process.stderr.write(`\nNOT TESTED: the Jenkinsfile, for ${missing}\n\n`);

const flags = [false, true];
const combinations: Choices[] = flags.flatMap((SKIP_TRAINING) =>
  flags.flatMap((SKIP_TESTS) => flags.map((SKIP_DOCKER) => ({ SKIP_TRAINING, SKIP_TESTS, SKIP_DOCKER }))),
);
const branches = ['main', 'feature/x'];
const everyBuild: Build[] = combinations.flatMap((choices) =>
  branches.map((branch) => ({ choices, branch })),
);
const nothingSkipped = { SKIP_TRAINING: false, SKIP_TESTS: false, SKIP_DOCKER: false };
const failures: Build[] = stages.map(({ name }) => ({
  choices: nothingSkipped,
  branch: 'main',
  failing: `ci/stage ${name}`,
}));

const scriptsOf = ({ events }: Played) =>
  events.flatMap(({ event, script }) => (event === 'sh' ? [script!] : []));
const titlesOf = ({ events }: Played) =>
  events.filter(({ event }) => event === 'stage').map(({ stage }) => stage);
const whenTold = ({ choices, branch }: Build) =>
  stages.filter((stage) => reasonToSkip(stage, choices as Choices, branch) === undefined);

describe.skipIf(missing)('the Jenkinsfile, read by the Groovy of Jenkins', () => {
  let jar: string;
  let every: Played[];
  let failed: Played[];

  beforeAll(async () => {
    jar = await groovyJar();
    [every, failed] = [play(jar, jenkinsfile, everyBuild), play(jar, jenkinsfile, failures)];
  }, 180_000);

  it('has the stages of the pipeline, in order, whatever is skipped', () => {
    for (const played of every) expect(titlesOf(played)).toEqual(stages.map(({ title }) => title));
  });

  it.each(everyBuild.map((build, index) => ({ ...build, index })))(
    'runs what npx . ci run runs with $choices on $branch',
    ({ index, ...build }) => {
      expect(scriptsOf(every[index]!)).toEqual(whenTold(build).map(({ name }) => `ci/stage ${name}`));
      expect(every[index]!.result).toBe('SUCCESS');
    },
  );

  it('judges the model and tries what it deploys, with SKIP_TESTS too', () => {
    const [build] = play(jar, jenkinsfile, [
      { choices: { ...nothingSkipped, SKIP_TESTS: true }, branch: 'main' },
    ]);
    expect(scriptsOf(build!)).toContain('ci/stage validate');
    expect(scriptsOf(build!)).toContain('ci/stage smoke');
    expect(scriptsOf(build!)).not.toContain('ci/stage test');
  });

  it('pushes and deploys on main alone', () => {
    const elsewhere = every.filter((_, index) => everyBuild[index]!.branch !== 'main').flatMap(scriptsOf);
    for (const name of ['push', 'deploy', 'smoke', 'promote'])
      expect(elsewhere).not.toContain(`ci/stage ${name}`);
  });

  it('calls only scripts that there are, without arguments', () => {
    for (const script of new Set(every.flatMap(scriptsOf))) {
      const [, name] = /^ci\/stage ([a-z]+)$/.exec(script) ?? [];
      expect(name, script).toBeDefined();
      expect(existsSync(path.join(root, 'ci/stages', `${name}.ts`)), script).toBe(true);
    }
  });

  it('binds each credential where it is needed, and nowhere else', () => {
    const [build] = play(jar, jenkinsfile, [{ choices: nothingSkipped, branch: 'main' }]);
    for (const { name, credentials: needed = [] } of stages) {
      const step = build!.events.find(({ script }) => script === `ci/stage ${name}`)!;
      expect(step.credentials, name).toEqual([...needed].sort());
    }
    const bound = build!.events.flatMap(({ bindings = {} }) => Object.entries(bindings));
    for (const [variable, id] of bound) expect(credentials).toHaveProperty(variable, id);
  });

  it('never puts a credential into a command', () => {
    for (const script of every.flatMap(scriptsOf)) expect(script).not.toMatch(/\$|echo|printenv|\benv\b/);
  });

  it('has a time limit for each stage, and for all of it', () => {
    for (const { event, timeout, stage } of every[0]!.events) {
      if (event === 'stage')
        expect(timeout, stage).toEqual({
          time: expect.any(Number),
          unit: expect.stringMatching(/^(MINUTES|HOURS)$/),
        });
    }
    expect(every[0]!.options).toEqual({
      buildDiscarder: { numToKeepStr: '20' },
      disableConcurrentBuilds: true,
      skipDefaultCheckout: true,
      timeout: { time: 8, unit: 'HOURS' },
      timestamps: true,
    });
  });

  it('polls, has the three parameters, all off, and nothing else in its environment than CI', () => {
    expect(every[0]!.triggers).toEqual({ pollSCM: 'H/5 * * * *' });
    expect(every[0]!.parameters).toEqual(
      Object.fromEntries(Object.keys(parameters).map((name) => [name, false])),
    );
    expect(every[0]!.environment).toEqual({ CI: 'true' });
  });

  it.each(failures.map((build, index) => ({ ...build, index })))(
    'is red, and runs nothing more, when $failing fails',
    ({ failing, index }) => {
      expect(failed[index]!.result).toBe('FAILURE');
      expect(scriptsOf(failed[index]!).at(-1)).toBe(failing);
    },
  );

  it('publishes tests, coverage, model report, SBOM and audits after every end', () => {
    for (const played of [...every, ...failed]) {
      const published = played.events.filter(({ stage }) => stage === 'post always');
      expect(published.map(({ event }) => event)).toEqual(['junit', 'recordCoverage', 'archiveArtifacts']);
      expect(published[0]!.how).toEqual({ testResults: 'ci/out/junit/*.xml', allowEmptyResults: true });
      // ci/out has model/, sbom.cdx.json, licences.txt, audit/ and gates.txt.
      expect(published[2]!.how).toEqual({ artifacts: 'ci/out/**, coverage/**', allowEmptyArchive: true });
    }
  });

  it.each([
    ['a step that it does not know', "sh 'ci/stage setup'", "bat 'dir'", /Steps has no bat/],
    ['a directive that it does not know', 'agent any', 'tools { maven }', /Directives has no tools/],
    ['what is no Groovy', 'pipeline {', 'pipeline {{', /^startup failed:/],
  ])('the model refuses %s', (_, from, to, message) => {
    const [played] = play(jar, jenkinsfile.replace(from, to), [{ choices: nothingSkipped, branch: 'main' }]);
    expect(played!.refused).toMatch(message);
  });
});
