/** SHA-256 in hex. Browsers have their own for pages by https and of this machine alone; else it is loaded. */
export async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const hash = isSecureContext
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : (await sha256())(new Uint8Array(bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** From its own file: almost no visit needs it. */
async function sha256(): Promise<(bytes: Uint8Array) => Uint8Array> {
  // Not written into the call, where the build would take it for a part of the page.
  const file = './sha256.js';
  return (await import(file)).sha256;
}
