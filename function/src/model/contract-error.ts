/** The artifact does not belong together; the message names file, field, what was expected and what was found. */
export class ContractError extends Error {
  override name = 'ContractError';
}

export function mismatch(file: string, field: string, expected: unknown, found: unknown): ContractError {
  return new ContractError(
    `${file}: ${field}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found) ?? 'nothing'}`,
  );
}
