import satisfies from 'spdx-satisfies';
import policy from './licences.json' with { type: 'json' };

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

/** Packages that are allowed under another licence, and why. */
const exceptions: Readonly<Record<string, { licence: string; reason: string }>> = policy.exceptions;

/** Of a component, as one expression of SPDX; undefined where it says none. */
function licenceOf({ licenses = [] }: Component): string | undefined {
  const all = licenses.map((entry) =>
    'expression' in entry ? entry.expression : (entry.license.id ?? entry.license.name),
  );
  return all.length === 0 || all.includes(undefined) ? undefined : all.map((one) => `(${one})`).join(' AND ');
}

const packagesOf = (components: readonly Component[]) =>
  components.filter(({ purl }) => purl?.startsWith('pkg:npm/'));

/** The packages that may not go into an image, each with its licence. */
export function refusedLicences(components: readonly Component[]): string[] {
  return packagesOf(components).flatMap((component) => {
    const licence = licenceOf(component);
    const exception = exceptions[nameOf(component)];
    const isAllowed = licence !== undefined && (`(${exception?.licence})` === licence || isWithin(licence));
    return isAllowed
      ? []
      : [`${nameOf(component)} is under ${licence ?? 'no licence that it names'}, which is not allowed`];
  });
}

function isWithin(licence: string): boolean {
  try {
    return satisfies(licence, policy.allowed);
  } catch {
    return false;
  }
}

/** A line for each package. */
export function licenceList(components: readonly Component[]): string {
  return packagesOf(components)
    .map((component) => `${nameOf(component)}@${component.version}  ${licenceOf(component) ?? 'unknown'}\n`)
    .sort()
    .join('');
}
