import { KIND_CONTEXT } from '../kind/names.ts';

/** The group of commands for a cluster: `npx . kind` or `npx . cluster`. */
export function groupOf(context: string): 'kind' | 'cluster' {
  return context === KIND_CONTEXT ? 'kind' : 'cluster';
}
