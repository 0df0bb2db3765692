import { describe, expect, it } from 'vitest';
import { mergeSettings, type Settings, settingsLines } from '../stack/kept.ts';

const mail = {
  ...{ ALERT_SMTP_SMARTHOST: 'mail.test:587', ALERT_MAIL_FROM: 'a@mail.test', ALERT_MAIL_TO: 'b@mail.test' },
  ...{ ALERT_SMTP_USERNAME: 'user', ALERT_SMTP_PASSWORD: 'hush', ALERT_SMTP_TLS: 'on' },
};
const last: Settings = {
  variables: { ...mail, DEAD_MANS_SWITCH_URL: 'https://switch.test/1', WATCHED_SERVICES: 'one,two' },
  storage: true,
  without: ['grafana'],
};

describe('a second deploy', () => {
  it('that says nothing keeps everything', () => {
    expect(mergeSettings(last, { env: { SERVICE_NAME: 'another', ALERT_MAIL_TO: ' ' } })).toEqual(last);
  });

  it('changes what it says, and keeps the rest', () => {
    const env = { ALERT_MAIL_TO: 'c@mail.test', WATCHED_SERVICES: 'three' };
    expect(mergeSettings(last, { env, storage: false, without: [] })).toEqual({
      variables: { ...last.variables, ...env },
      storage: false,
      without: [],
    });
  });

  it('keeps no password for another mail server', () => {
    const { variables } = mergeSettings(last, { env: { ALERT_SMTP_SMARTHOST: 'other.test:25' } });
    expect(variables).toEqual({
      ALERT_SMTP_SMARTHOST: 'other.test:25',
      ...{ ALERT_MAIL_FROM: 'a@mail.test', ALERT_MAIL_TO: 'b@mail.test' },
      ...{ DEAD_MANS_SWITCH_URL: 'https://switch.test/1', WATCHED_SERVICES: 'one,two' },
    });
  });

  it('with --no-mail sends none and calls no switch, whatever its environment says', () => {
    const { variables } = mergeSettings(last, { env: mail, mail: false });
    expect(variables).toEqual({ WATCHED_SERVICES: 'one,two' });
  });

  it('with --no-addresses forgets those of the last one, and takes those of its environment', () => {
    const before = { ...last, variables: { ...mail, RUNBOOK_URL: 'https://a.test', CLUSTER_NAME: 'north' } };
    const given = { env: { RUNBOOK_URL: 'https://b.test' }, addresses: false };
    const now = mergeSettings(before, given);
    expect(now.variables).toEqual({
      ...mail,
      RUNBOOK_URL: 'https://b.test',
      WATCHED_SERVICES: 'cats-vs-dogs',
    });
    expect(settingsLines('watch', now, before)).toContain('CLUSTER_NAME is not set any more');
  });

  it('says what is kept, and what was taken away', () => {
    const kept = settingsLines('watch', last, last);
    expect(kept).toContain('mail goes to b@mail.test by mail.test:587, as before; --no-mail ends that');
    expect(kept).toContain('data is kept in volumes; --no-storage ends that');
    expect(kept).toContain('left out: grafana; --without none brings all');
    const none = mergeSettings(last, { env: {}, mail: false, storage: false });
    const taken = settingsLines('watch', none, last).join('\n');
    expect(taken).toMatch(/^no mail is sent any more/m);
    expect(taken).toMatch(/^the dead man's switch is not called any more$/m);
    expect(taken).toMatch(/^data ends with its pod from now on; .* --namespace watch$/m);
  });
});

it('a first deploy has what it says, and watches SERVICE_NAME', () => {
  expect(mergeSettings(undefined, { env: { SERVICE_NAME: 'second' } })).toEqual({
    variables: { WATCHED_SERVICES: 'second' },
    storage: false,
    without: [],
  });
});
