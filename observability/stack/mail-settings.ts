import { parseDocument } from 'yaml';
import { UsageError } from '../../tools/failure.ts';

/** Where alerts go. What is secret of it ends up in the Secret, the rest in Alertmanager's configuration. */
export interface MailSettings {
  smarthost: string;
  from: string;
  to: string;
  username?: string | undefined;
  password?: string | undefined;
  /** Without TLS only to a server that is inside. */
  requireTls: boolean;
  deadMansSwitchUrl?: string | undefined;
}

/** Every variable, with what it says. */
export const MAIL_VARIABLES = {
  ALERT_SMTP_SMARTHOST: 'host:port of your mail server',
  ALERT_MAIL_FROM: 'the sender',
  ALERT_MAIL_TO: 'the recipients, separated by commas',
  ALERT_SMTP_USERNAME: 'if the mail server wants one',
  ALERT_SMTP_PASSWORD: 'its password, for the Secret',
  ALERT_SMTP_TLS: 'off for a mail server without TLS; else on',
  DEAD_MANS_SWITCH_URL: 'is asked by POST every 5 minutes, and tells you when it is not; for the Secret',
} as const;
type Variable = keyof typeof MAIL_VARIABLES;

/**
 * The settings in the environment; undefined when there are none.
 * @throws UsageError that names what is missing or wrong
 */
export function mailSettings(env: Readonly<Record<string, string | undefined>>): MailSettings | undefined {
  const given = (name: Variable) => env[name]?.trim() || undefined;
  const needed = (name: Variable) => {
    const value = given(name);
    if (value !== undefined) return value;
    throw new UsageError(`${name} is missing: ${MAIL_VARIABLES[name]}`);
  };
  if (!Object.keys(MAIL_VARIABLES).some((name) => given(name as Variable))) return undefined;
  const settings = {
    smarthost: needed('ALERT_SMTP_SMARTHOST'),
    from: needed('ALERT_MAIL_FROM'),
    to: needed('ALERT_MAIL_TO'),
    username: given('ALERT_SMTP_USERNAME'),
    password: given('ALERT_SMTP_PASSWORD'),
    deadMansSwitchUrl: given('DEAD_MANS_SWITCH_URL'),
  };
  if (!/^.+:\d{1,5}$/.test(settings.smarthost)) {
    throw new UsageError(`ALERT_SMTP_SMARTHOST must be host:port, found: ${settings.smarthost}`);
  }
  if ((settings.username === undefined) !== (settings.password === undefined)) {
    throw new UsageError('ALERT_SMTP_USERNAME and ALERT_SMTP_PASSWORD go together');
  }
  const tls = given('ALERT_SMTP_TLS') ?? 'on';
  if (tls !== 'on' && tls !== 'off') throw new UsageError(`ALERT_SMTP_TLS must be on or off, found: ${tls}`);
  return { ...settings, requireTls: tls === 'on' };
}

/** Alertmanager's configuration with these settings in place of the examples. */
export function withMail(configuration: string, settings: MailSettings | undefined): string {
  const document = parseDocument(configuration);
  if (settings === undefined) {
    // Told to nobody, instead of to a server that does not exist.
    document.deleteIn(['receivers', 0, 'email_configs']);
  } else {
    const { smarthost, from, to, username, requireTls } = settings;
    document.setIn(['global', 'smtp_smarthost'], smarthost);
    document.setIn(['global', 'smtp_from'], from);
    document.setIn(['global', 'smtp_require_tls'], requireTls);
    document.setIn(['receivers', 0, 'email_configs', 0, 'to'], to);
    if (username !== undefined) document.setIn(['global', 'smtp_auth_username'], username);
    else for (const name of ['username', 'password_file']) document.deleteIn(['global', `smtp_auth_${name}`]);
  }
  if (settings?.deadMansSwitchUrl === undefined) document.deleteIn(['receivers', 1, 'webhook_configs']);
  return document.toString({ lineWidth: 0 });
}

/** The files of the Secret, with the variables that they come from. */
export const SECRET_FILES = {
  'smtp-password': 'ALERT_SMTP_PASSWORD',
  'dead-mans-switch-url': 'DEAD_MANS_SWITCH_URL',
} as const;

export function secretFiles({ password, deadMansSwitchUrl }: MailSettings): Record<string, string> {
  return {
    ...(password !== undefined && { 'smtp-password': password }),
    ...(deadMansSwitchUrl !== undefined && { 'dead-mans-switch-url': deadMansSwitchUrl }),
  };
}
