import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../tools/names.ts';
import { credentials, DEPLOY_BRANCH, parameters, type Stage, stages } from '../pipeline/pipeline.ts';

/** A line, or a block with what stands before its brace. */
type Statement = string | [head: string, body: Statement[]];

/** Reads as much of Groovy as the Jenkinsfile has: lines, blocks, strings in single quotes, lists over several lines. */
function statements(text: string): Statement[] {
  const tokens = text.replace(/^\s*\/\/.*$/gm, '').match(/'[^'\n]*'|[^']/g) ?? [];
  let at = 0;
  function body(isInside: boolean): Statement[] {
    const found: Statement[] = [];
    let line = '';
    let brackets = 0;
    const take = () => {
      const taken = line.replace(/\s+/g, ' ').trim();
      line = '';
      return taken;
    };
    const end = () => {
      const taken = take();
      if (taken !== '') found.push(taken);
    };
    while (at < tokens.length) {
      const token = tokens[at++]!;
      if (token === '{') found.push([take(), body(true)]);
      else if (token === '}') {
        if (!isInside) throw new Error('a } closes nothing');
        end();
        return found;
      } else if (token === '\n' && brackets === 0) end();
      else {
        if ('(['.includes(token)) brackets += 1;
        if (')]'.includes(token)) brackets -= 1;
        line += token;
      }
    }
    if (isInside) throw new Error('a { is not closed');
    end();
    return found;
  }
  return body(false);
}

const jenkinsfile = statements(readFileSync(path.join(root, 'Jenkinsfile'), 'utf8'));
const [, pipeline] = jenkinsfile[0] as [string, Statement[]];
const blockOf = (name: string) => pipeline.find(([head]) => head === name)?.[1];

const isNotSkipped = (parameter: string): Statement => ['not', [['expression', [`params.${parameter}`]]]];

function conditionsOf({ onlyOnDeployBranch, skippedBy }: Stage): Statement[] {
  const conditions = [
    ...(onlyOnDeployBranch ? [`branch '${DEPLOY_BRANCH}'`] : []),
    ...(skippedBy ? [isNotSkipped(skippedBy)] : []),
  ];
  return conditions.length === 0 ? [] : [['when', conditions]];
}

function stepsOf({ name, credentials: needed = [] }: Stage): Statement[] {
  const script = `sh 'ci/stage ${name}'`;
  const binding = (variable: keyof typeof credentials) =>
    `string(credentialsId: '${credentials[variable]}', variable: '${variable}')`;
  const bindings = `withCredentials([ ${needed.map(binding).join(', ')} ])`;
  return [
    ...(name === stages[0]!.name ? ['checkout scm'] : []),
    needed.length === 0 ? script : [bindings, [script]],
  ];
}

describe('the Jenkinsfile', () => {
  it('is one pipeline with the blocks that these tests compare', () => {
    expect(jenkinsfile).toHaveLength(1);
    expect(pipeline.map((statement) => (typeof statement === 'string' ? statement : statement[0]))).toEqual([
      ...['agent any', 'options', 'triggers', 'parameters', 'environment', 'stages', 'post'],
    ]);
  });

  it('has the stages of the pipeline, in order', () => {
    const titles = (blockOf('stages') as [string, Statement[]][]).map(([head]) => head);
    expect(titles).toEqual(stages.map(({ title }) => `stage('${title}')`));
  });

  // Nothing else stands in a stage: a failed script ends the build, and no command can print a credential.
  it.each(stages.map((stage, index) => ({ ...stage, index })))(
    '$title has its script, conditions and credentials, a time limit, and nothing else',
    ({ index, ...stage }) => {
      const limit = expect.stringMatching(/^timeout\(time: [1-9]\d*, unit: '(MINUTES|HOURS)'\)$/);
      expect((blockOf('stages') as [string, Statement[]][])[index]![1]).toEqual([
        ...conditionsOf(stage),
        ['options', [limit]],
        ['steps', stepsOf(stage)],
      ]);
      expect(existsSync(path.join(root, 'ci/stages', `${stage.name}.ts`))).toBe(true);
    },
  );

  it('never skips the model gate, and tries what it deploys with SKIP_TESTS, too', () => {
    const skippedBy = Object.fromEntries(stages.map((stage) => [stage.name, stage.skippedBy]));
    expect(skippedBy.validate).toBeUndefined();
    expect(skippedBy.smoke).toBe(skippedBy.deploy);
    expect(skippedBy.smoke).not.toBe('SKIP_TESTS');
  });

  it('pushes and deploys on the deploy branch alone', () => {
    const names = stages.filter((stage) => stage.onlyOnDeployBranch).map(({ name }) => name);
    expect(names).toEqual(['push', 'deploy', 'smoke', 'promote']);
  });

  it('runs one build at a time, keeps 20, and ends one after 8 hours', () => {
    expect(blockOf('options')).toEqual([
      "buildDiscarder(logRotator(numToKeepStr: '20'))",
      'disableConcurrentBuilds()',
      'skipDefaultCheckout()',
      "timeout(time: 8, unit: 'HOURS')",
      'timestamps()',
    ]);
  });

  it('polls, has the three parameters, all off, and nothing else in its environment than CI', () => {
    expect(blockOf('triggers')).toEqual(["pollSCM('H/5 * * * *')"]);
    expect(blockOf('parameters')).toEqual(
      Object.entries(parameters).map(([name, text]) => {
        const description = `${text[0]!.toUpperCase()}${text.slice(1)}`;
        return `booleanParam(name: '${name}', defaultValue: false, description: '${description}')`;
      }),
    );
    expect(blockOf('environment')).toEqual(["CI = 'true'"]);
  });

  it('publishes tests, coverage, model report, SBOM and audits after every end', () => {
    const published = [
      "junit testResults: 'ci/out/junit/*.xml', allowEmptyResults: true",
      "recordCoverage tools: [[parser: 'COBERTURA', pattern: 'coverage/cobertura-coverage.xml']]",
      // ci/out has model/, sbom.cdx.json, licences.txt, audit/ and gates.txt.
      "archiveArtifacts artifacts: 'ci/out/**, coverage/**', allowEmptyArchive: true",
    ];
    expect(blockOf('post')).toEqual([['always', published]]);
  });
});

describe('the reader of the Jenkinsfile', () => {
  it.each<[string, Statement[]]>([
    ["a\nb { c 'x { y' }\n", ['a', ['b', ["c 'x { y'"]]]],
    ['a([\n  1,\n  2\n]) {\n  // b\n  c\n}', [['a([ 1, 2 ])', ['c']]]],
  ])('reads %j', (text, expected) => expect(statements(text)).toEqual(expected));

  it.each(['a { b', 'a }'])('refuses %j', (text) => expect(() => statements(text)).toThrow(/^a [{}] /));
});
