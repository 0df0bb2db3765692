const attributes = { specversion: '1.0', id: '1', source: '/uploads', type: 'photo.uploaded' };
const STRUCTURED = { 'Content-Type': 'application/cloudevents+json' };

/** The headers of an event in binary mode. */
export const BINARY = Object.fromEntries(
  Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
);

const structured = (more: object) => ({
  headers: STRUCTURED,
  body: Buffer.from(JSON.stringify({ ...attributes, ...more })),
});

/** Events that are right, of every form in which a photo comes. */
export function eventSeeds(photo: Buffer): { headers: Record<string, string>; body: Buffer }[] {
  return [
    { headers: { ...BINARY, 'Content-Type': 'image/png' }, body: photo },
    {
      headers: { ...BINARY, 'Content-Type': 'application/json' },
      body: Buffer.from('{"url":"https://photos.example/1.jpg"}'),
    },
    structured({ data_base64: photo.toString('base64') }),
    structured({
      subject: 'ä',
      time: '2026-01-02T03:04:05Z',
      dataschema: 'https://schemas.example/photo',
      datacontenttype: 'image/png',
      sequence: 1,
      sampled: true,
      data_base64: photo.toString('base64'),
    }),
    structured({ subject: null, time: null, data: null, data_base64: photo.toString('base64') }),
    structured({ datacontenttype: 'application/json', data: { url: 'https://photos.example/1.jpg' } }),
  ];
}
