import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import versions from '../../versions.json' with { type: 'json' };

const MAVEN_CENTRAL = 'https://repo1.maven.org/maven2';
const MODEL = path.join(import.meta.dirname, 'DeclarativeModel.groovy');

export interface Event {
  event: 'stage' | 'checkout' | 'sh' | 'bind' | 'failed' | 'junit' | 'recordCoverage' | 'archiveArtifacts';
  stage: string;
  skipped?: string | null;
  timeout?: { time: number; unit: string };
  script?: string;
  credentials?: string[];
  bindings?: Record<string, string>;
  how?: Record<string, unknown>;
}

export interface Played {
  /** Why the model does not take the file; the rest is missing then. */
  refused?: string;
  result: 'SUCCESS' | 'FAILURE';
  events: Event[];
  options: Record<string, unknown>;
  triggers: Record<string, string>;
  parameters: Record<string, boolean>;
  environment: Record<string, string>;
}

export interface Build {
  choices: Record<string, boolean>;
  branch: string;
  /** The command that fails. */
  failing?: string;
}

/** Why no Groovy can run here; undefined where one can. */
export function whyNoGroovy(): string | undefined {
  const { error } = spawnSync('java', ['-version']);
  return error ? 'java is missing (Debian: apt-get install default-jre-headless)' : undefined;
}

/** The very Groovy that Jenkins has in it: fetched once, and taken only with the checksum that is written down. */
export async function groovyJar(): Promise<string> {
  const { sha256, path: place } = versions.groovy;
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const jar = path.join(cache, 'cats-vs-dogs', `groovy-${sha256}.jar`);
  if (existsSync(jar) && hashOf(readFileSync(jar)) === sha256) return jar;
  const response = await fetch(`${MAVEN_CENTRAL}/${place}`, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`Maven Central answers ${response.status} for ${place}`);
  const content = Buffer.from(await response.arrayBuffer());
  if (hashOf(content) !== sha256)
    throw new Error(`${place} has the SHA-256 ${hashOf(content)}, not ${sha256}`);
  mkdirSync(path.dirname(jar), { recursive: true });
  writeFileSync(`${jar}.${process.pid}`, content);
  renameSync(`${jar}.${process.pid}`, jar);
  return jar;
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Plays builds of a Jenkinsfile, all in one process. */
export function play(jar: string, jenkinsfile: string, builds: readonly Build[]): Played[] {
  const { stdout, stderr, status } = spawnSync('java', ['-cp', jar, 'groovy.ui.GroovyMain', MODEL], {
    input: JSON.stringify({ jenkinsfile, builds }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`Groovy ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Played[];
}
