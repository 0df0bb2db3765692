import { parseDocument } from 'yaml';
import { UsageError } from '../../tools/failure.ts';

/** Where alerts go. What is secret of it ends up in the Secret, the rest in Alertmanager's configuration. */
export interface MailSettings {
  smarthost: string;
  from: string;
  to: string;
  username?: string;
  password?: string;
  /** Without TLS only to a server that is inside. */
  requireTls: boolean;
  deadMansSwitchUrl?: string;
}

/** Every variable, with what it says. */
export const MAIL_VARIABLES = {
  ALERT_SMTP_SMARTHOST: 'host:port of your mail server',
  ALERT_MAIL_FROM: 'the sender',
  ALERT_MAIL_TO: 'who is told, separated by commas',
  ALERT_SMTP_USERNAME: 'if the mail server wants one',
  ALERT_SMTP_PASSWORD: 'its password, for the Secret',
  ALERT_SMTP_TLS: 'off for a mail server without TLS; else on',
  DEAD_MANS_SWITCH_URL: 'is asked by POST every 5 minutes, and tells you when it is not; for the Secret',
} as const;

/**
 * The settings in the environment; undefined when there are none.
 * @throws UsageError that names what is missing or wrong
 */
export function mailSettings(env: Readonly<Record<string, string | undefined>>): MailSettings | undefined {
  const given = (name: keyof typeof MAIL_VARIABLES) => env[name]?.trim() || undefined;
  const needed = ['ALERT_SMTP_SMARTHOST', 'ALERT_MAIL_FROM', 'ALERT_MAIL_TO'] as const;
  if (Object.keys(MAIL_VARIABLES).every((name) => given(name as keyof typeof MAIL_VARIABLES) === undefined)) {
    return undefined;
  }
  const [smarthost, from, to] = needed.map((name) => {
    const value = given(name);
    if (value === undefined) throw new UsageError(`${name} is missing: ${MAIL_VARIABLES[name]}`);
    return value;
  }) as [string, string, string];
  if (!/^.+:\d{1,5}$/.test(smarthost)) {
    throw new UsageError(`ALERT_SMTP_SMARTHOST must be host:port, found: ${smarthost}`);
  }
  const [username, password] = [given('ALERT_SMTP_USERNAME'), given('ALERT_SMTP_PASSWORD')];
  if ((username === undefined) !== (password === undefined)) {
    throw new UsageError('ALERT_SMTP_USERNAME and ALERT_SMTP_PASSWORD go together');
  }
  const tls = given('ALERT_SMTP_TLS') ?? 'on';
  if (tls !== 'on' && tls !== 'off') throw new UsageError(`ALERT_SMTP_TLS must be on or off, found: ${tls}`);
  const deadMansSwitchUrl = given('DEAD_MANS_SWITCH_URL');
  return {
    ...{ smarthost, from, to, requireTls: tls === 'on' },
    ...(username !== undefined && password !== undefined && { username, password }),
    ...(deadMansSwitchUrl !== undefined && { deadMansSwitchUrl }),
  };
}

/** Alertmanager's configuration with these settings in place of the examples. */
export function withMail(configuration: string, settings: MailSettings | undefined): string {
  const document = parseDocument(configuration);
  const global = (name: string, value: unknown) =>
    value === undefined ? document.deleteIn(['global', name]) : document.setIn(['global', name], value);
  if (settings !== undefined) {
    const { smarthost, from, to, username, requireTls } = settings;
    global('smtp_smarthost', smarthost);
    global('smtp_from', from);
    global('smtp_require_tls', requireTls);
    global('smtp_auth_username', username);
    if (username === undefined) global('smtp_auth_password_file', undefined);
    document.setIn(['receivers', 0, 'email_configs', 0, 'to'], to);
  } else {
    // Told to nobody, instead of to a server that does not exist.
    document.deleteIn(['receivers', 0, 'email_configs']);
  }
  if (settings?.deadMansSwitchUrl === undefined) document.deleteIn(['receivers', 1, 'webhook_configs']);
  return document.toString({ lineWidth: 0 });
}

/** The files of the Secret. */
export function secretFiles({ password, deadMansSwitchUrl }: MailSettings): Record<string, string> {
  return {
    ...(password !== undefined && { 'smtp-password': password }),
    ...(deadMansSwitchUrl !== undefined && { 'dead-mans-switch-url': deadMansSwitchUrl }),
  };
}
