import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { waitUntil } from '../../tools/wait-until.ts';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  receivedAt: number;
}

export interface Inbox {
  port: number;
  mails: readonly Mail[];
  /** The first mail of which that is true, or undefined when none came in time. */
  wait(wanted: (mail: Mail) => boolean, timeoutMs: number): Promise<Mail | undefined>;
  close(): Promise<void>;
}

interface Place {
  host?: string;
  port?: number;
  password?: string;
}

/** A mail server that keeps what it gets, for tests: everybody may send, if the password is right where there is one. */
export async function openInbox({ host = '127.0.0.1', port = 0, password }: Place = {}): Promise<Inbox> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth(auth, _session, done) {
      if (auth.password === password) done(null, { user: auth.username ?? '' });
      else done(new Error('wrong password'));
    },
    onData(stream, session, done) {
      simpleParser(stream)
        .then(({ subject = '', text = '' }) => {
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address).join(', '),
            ...{ subject, text, receivedAt: Date.now() },
          });
          done();
        })
        .catch(done);
    },
  });
  server.on('error', () => {});
  server.listen(port, host);
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    wait: (wanted, timeoutMs) => waitUntil(() => mails.find(wanted), { timeoutMs }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
