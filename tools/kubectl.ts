import { type Running, type StartOptions, start } from './background-process.ts';
import { Failure, Unreachable } from './failure.ts';
import { type NamedObject, refuseForeign, withOwner } from './ownership.ts';
import { attach, ProgramError, type RunOptions, run, TimedOut } from './process.ts';

/** What kubectl says when it was not the command's fault, and what to look at then. */
const NO_CLUSTER = 'kubectl reaches no cluster: `kubectl config get-contexts` shows those that it knows';
const COMPLAINTS: readonly [pattern: RegExp, advice: string, kind?: typeof Failure][] = [
  [
    /connection refused|connection to the server .* was refused|no such host|i\/o timeout|TLS handshake|EOF/,
    NO_CLUSTER,
    Unreachable,
  ],
  [/current-context|cannot locate context|context ".*" does not exist|no configuration/, NO_CLUSTER],
  [
    /the server doesn't have a resource type|no matches for kind|could not find the requested resource/,
    'Knative Serving is not in this cluster: npx . kind up makes one that has it, docs/knative.md tells of others',
  ],
  [/Unauthorized|must be logged in/, 'the cluster does not know you: sign in to it as its owner tells'],
];

const FIELD_MANAGER = 'cats-vs-dogs';
const applyAs = (manager: string) => [
  ...['apply', '--server-side', '--force-conflicts', '--field-manager', manager],
];

/** Verbs that a working API server answers at once; without a limit kubectl tries a silent one for a minute. */
const QUICK_VERBS = new Set(['get', 'patch']);
const QUICK_MS = 15_000;

/** The exit code of a program that SIGINT ended. */
const INTERRUPTED = 130;

/** The API server refused a request; `reason` is its own, as NotFound or Conflict. */
export class ServerError extends Error {
  override name = 'ServerError';
  readonly reason: string;

  constructor(reason: string, message: string, options: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** kubectl for one cluster: that of `context`, or the one that it points to. */
export class Kubectl {
  readonly context: string | undefined;

  constructor(context?: string) {
    this.context = context;
  }

  /**
   * @returns what it printed
   * @throws ServerError for a refusal, Failure that says what to look at when there is no cluster to ask
   */
  async run(args: readonly string[], options?: RunOptions): Promise<string> {
    try {
      const limit = QUICK_VERBS.has(args[0]!) ? { timeoutMs: QUICK_MS } : {};
      return await run('kubectl', this.#args(args), { ...limit, ...options });
    } catch (error) {
      if (error instanceof TimedOut)
        throw new Unreachable(`${NO_CLUSTER} (${error.message})`, { cause: error });
      throw error instanceof ProgramError ? translate(error) : error;
    }
  }

  async json<T>(args: readonly string[], options?: RunOptions): Promise<T> {
    return JSON.parse(await this.run([...args, '--output', 'json'], options)) as T;
  }

  /** An object, or undefined where there is none of that name. */
  async find<T>(kind: string, name: string, namespace?: string): Promise<T | undefined> {
    const place = namespace === undefined ? [] : ['--namespace', namespace];
    const text = await this.run(['get', kind, name, ...place, '--ignore-not-found', '--output', 'json']);
    return text.trim() === '' ? undefined : (JSON.parse(text) as T);
  }

  /** An object that this project may change. @throws Failure when somebody else made it */
  async findOwned<T>(kind: string, name: string, namespace?: string): Promise<T | undefined> {
    const found = await this.find<NamedObject & T>(kind, name, namespace);
    if (found !== undefined) refuseForeign([found], this.context);
    return found;
  }

  /** The objects of a kind in a namespace; with a selector only those with its labels. */
  async list<T>(kind: string, namespace: string, selector?: string): Promise<T[]> {
    const chosen = selector === undefined ? [] : ['--selector', selector];
    const { items } = await this.json<{ items: T[] }>(['get', kind, '--namespace', namespace, ...chosen]);
    return items;
  }

  /** Waits for a condition. @returns false when it did not come in time, or what it is about is gone */
  async wait(
    kind: string,
    name: string,
    namespace: string,
    { condition, seconds }: { condition: string; seconds: number },
  ): Promise<boolean> {
    try {
      const about = [`${kind}/${name}`, '--namespace', namespace];
      const args = ['wait', ...about, '--for', condition, '--timeout', `${seconds}s`];
      await this.run(args, { timeoutMs: seconds * 1000 + QUICK_MS });
      return true;
    } catch (error) {
      if (error instanceof ServerError) return false;
      throw error;
    }
  }

  /**
   * Applies objects server-side, with the label of this project, and overwrites what others changed in them.
   * @throws Failure when somebody else made an object of that name
   */
  async apply<T = unknown>(objects: readonly object[], flags: readonly string[] = []): Promise<T> {
    const owned = objects.map(withOwner);
    const input = JSON.stringify(
      owned.length === 1 ? owned[0] : { apiVersion: 'v1', kind: 'List', items: owned },
    );
    refuseForeign(await this.#present(input), this.context);
    return this.json<T>([...applyAs(FIELD_MANAGER), ...flags, '--filename', '-'], { input });
  }

  /** Those of the objects in a manifest that are in the cluster. */
  async #present(input: string): Promise<NamedObject[]> {
    const text = await this.run(['get', '--filename', '-', '--ignore-not-found', '--output', 'json'], {
      input,
    });
    if (text.trim() === '') return [];
    const found = JSON.parse(text) as NamedObject | { items: NamedObject[] };
    return 'items' in found ? found.items : [found];
  }

  /**
   * Applies manifests of others, as Knative's release files, without a label.
   * @param manager another one than that of a file with the same objects: what a manager leaves out is removed
   */
  async applyForeign(manifests: string, manager = FIELD_MANAGER): Promise<void> {
    await this.run([...applyAs(manager), '--filename', '-'], { input: manifests });
  }

  /** With this process's own input and output. @returns its exit code; 0 after ^C, which ends `logs --follow` */
  async attach(args: readonly string[]): Promise<number> {
    const code = await attach('kubectl', this.#args(args), { isInteractive: true });
    return code === INTERRUPTED ? 0 : code;
  }

  /** Starts a kubectl that runs beside this process, as `start` of background-process.ts does. */
  start<Ready>(args: readonly string[], options: StartOptions<Ready>): Promise<Running<Ready>> {
    return start('kubectl', this.#args(args), options);
  }

  /** The name of the context that is used. */
  async contextName(): Promise<string> {
    return this.context ?? (await this.run(['config', 'current-context'])).trim();
  }

  #args(args: readonly string[]): string[] {
    return this.context === undefined ? [...args] : ['--context', this.context, ...args];
  }
}

function translate(error: ProgramError): Error {
  const { stderr, complaint } = error;
  const refusal = /Error from server \((\w+)\): (.*)/.exec(stderr);
  if (refusal !== null) return new ServerError(refusal[1]!, refusal[2]!, { cause: error });
  if (/timed out waiting for the condition/.test(stderr)) {
    return new ServerError('Timeout', complaint, { cause: error });
  }
  if (/no matching resources found/.test(stderr)) {
    return new ServerError('NotFound', complaint, { cause: error });
  }
  const known = COMPLAINTS.find(([pattern]) => pattern.test(stderr));
  if (known === undefined) return new Failure(`kubectl: ${complaint}`, { cause: error });
  const [, advice, Kind = Failure] = known;
  return new Kind(`${advice} (${complaint})`, { cause: error });
}
