/** Its published types are those of an older version. */
declare module 'spdx-satisfies' {
  /** Whether a licence expression can be met by licences of the list. @throws Error for an expression of others' making */
  export default function satisfies(expression: string, allowed: readonly string[]): boolean;
}
