export const BOUNDARY = 'x-boundary-of-the-test';

/** The Content-Type of a body made here. */
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

export interface Part {
  name: string;
  data: Buffer | string;
  /** A part with a file name is a file; without one it is a plain field. */
  filename?: string;
  /** Further header lines, as they are. */
  headers?: readonly string[];
}

/** One part without the boundary's closing dashes. */
export function part({ name, data, filename, headers = [] }: Part): Buffer {
  const file = filename === undefined ? '' : `; filename="${filename}"`;
  const lines = [
    `--${BOUNDARY}`,
    `Content-Disposition: form-data; name="${name}"${file}`,
    ...(filename === undefined ? [] : ['Content-Type: application/octet-stream']),
    ...headers,
  ];
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
    Buffer.from(data),
    Buffer.from('\r\n'),
  ]);
}

/** A complete body of the given parts. */
export function multipart(parts: readonly Part[]): Buffer {
  return Buffer.concat([...parts.map(part), Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** A complete body with one photo in the field that the function reads. */
export function photoForm(photo: Buffer, filename = 'photo.jpg'): Buffer {
  return multipart([{ name: 'file', filename, data: photo }]);
}
