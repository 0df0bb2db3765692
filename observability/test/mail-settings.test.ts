import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { stackFolder } from '../folders.ts';
import { mailSettings, secretFiles, withMail } from '../stack/mail-settings.ts';

const shipped = readFileSync(path.join(stackFolder, 'alertmanager/alertmanager.yaml'), 'utf8');
const env = {
  ALERT_SMTP_SMARTHOST: 'mail.example.com:587',
  ALERT_MAIL_FROM: 'a@example.com',
  ALERT_MAIL_TO: 'b@example.com, c@example.com',
};
const secret = {
  ...env,
  ALERT_SMTP_USERNAME: 'user',
  ALERT_SMTP_PASSWORD: 'hush',
  DEAD_MANS_SWITCH_URL: 'https://example.com/hush',
};

describe('mailSettings', () => {
  it('are none where nothing is said', () =>
    expect(mailSettings({ PATH: '/bin', ALERT_MAIL_TO: ' ' })).toBeUndefined());

  it.each([
    [{ ALERT_MAIL_TO: 'a@example.com' }, /^ALERT_SMTP_SMARTHOST is missing: host:port of your mail server/],
    [{ ...env, ALERT_SMTP_SMARTHOST: 'mail' }, /^ALERT_SMTP_SMARTHOST must be host:port, found: mail/],
    [{ ...env, ALERT_SMTP_USERNAME: 'user' }, /go together/],
    [{ ...env, ALERT_SMTP_TLS: 'no' }, /^ALERT_SMTP_TLS must be on or off, found: no/],
  ])('%j are wrong', (given, complaint) => expect(() => mailSettings(given)).toThrow(complaint));
});

describe("Alertmanager's configuration", () => {
  it('has what was said, and nothing that is secret', () => {
    const settings = mailSettings(secret)!;
    const configuration = withMail(shipped, settings);
    expect(configuration).not.toContain('hush');
    expect(parse(configuration).global).toEqual({
      ...{ smtp_smarthost: 'mail.example.com:587', smtp_from: 'a@example.com', smtp_require_tls: true },
      ...{ smtp_auth_username: 'user', smtp_auth_password_file: '/etc/alertmanager/secrets/smtp-password' },
    });
    expect(parse(configuration).receivers[0].email_configs[0].to).toBe('b@example.com, c@example.com');
    expect(secretFiles(settings)).toEqual({
      ...{ 'smtp-password': 'hush', 'dead-mans-switch-url': 'https://example.com/hush' },
    });
  });

  it('asks for no password where there is none, and for no switch', () => {
    const configuration = parse(withMail(shipped, mailSettings({ ...env, ALERT_SMTP_TLS: 'off' })));
    expect(configuration.global.smtp_auth_username).toBeUndefined();
    expect(configuration.global.smtp_auth_password_file).toBeUndefined();
    expect(configuration.global.smtp_require_tls).toBe(false);
    expect(configuration.receivers[1]).toEqual({ name: 'dead-mans-switch' });
  });

  it('tells nobody where nothing is said, instead of a server that does not exist', () => {
    expect(parse(withMail(shipped, undefined)).receivers).toEqual([
      { name: 'team' },
      { name: 'dead-mans-switch' },
    ]);
  });
});
