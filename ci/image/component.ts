/** A component as CycloneDX 1.6 has it, as far as it is looked at here. */
export interface Component {
  type: string;
  name: string;
  group?: string;
  version?: string;
  purl?: string;
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[];
  hashes?: { alg: string; content: string }[];
  [field: string]: unknown;
}

/** As npm has it: with its scope, which CycloneDX calls a group. */
export function nameOf({ group, name }: Pick<Component, 'group' | 'name'>): string {
  return group && !name.startsWith('@') ? `${group}/${name}` : name;
}
