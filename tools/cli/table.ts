import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A command by its name; its module is loaded only when the name is called, so that other commands start fast. */
export interface Verb {
  name: string;
  /** One line, as the help of the group shows it. */
  summary: string;
  /** The program behind it has a help of its own, which `--help` shows. */
  passesHelpOn?: true;
  load(): Promise<{ default(): CommandUnknownOpts }>;
}

/** A verb whose module exports its command as default. */
export function verb(name: string, summary: string, load: Verb['load']): Verb {
  return { name, summary, load };
}

/** Verbs about one thing: `npx . GROUP VERB`. */
export interface Group {
  name: string;
  summary: string;
  /** Variables that all its verbs read, with what they mean. */
  variables?: Readonly<Record<string, { what: string }>>;
  load(): Promise<readonly Verb[]>;
}

/** The whole command line. */
export interface Table {
  version: string;
  summary: string;
  groups: readonly Group[];
  /** Verbs that need no group before them: `npx . VERB`. */
  shortcuts: readonly Verb[];
}
