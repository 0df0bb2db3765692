import { createHash } from 'node:crypto';
import { Failure } from '../../tools/failure.ts';
import { MANIFEST_TYPES, origin, parseReference } from '../../tools/registry.ts';

const TIMEOUT_MS = 30_000;

export interface Account {
  user: string;
  token: string;
}

export interface Manifest {
  digest: string;
  type: string;
  body: Buffer;
}

/** A repository of images in a registry, by the OCI distribution API. */
export class Repository {
  readonly registry: string;
  readonly #name: string;
  readonly #account: Account | undefined;
  #authorization: string | undefined;

  /** `reference` is registry and name, without a tag. */
  constructor(reference: string, account?: Account) {
    const { registry, repository } = parseReference(`${reference}:none`);
    this.registry = registry;
    this.#name = repository;
    this.#account = account;
  }

  /** @throws Failure when nobody answers, or this account may not push: an upload is begun and given up */
  async checkPush(): Promise<void> {
    const response = await this.#ask('POST', 'blobs/uploads/');
    if (response.status !== 202) throw this.#refused(response, 'an upload');
    const place = response.headers.get('location');
    // What a registry does with uploads that are never finished is its own business; most forget them.
    if (place !== null) await this.#ask('DELETE', new URL(place, response.url).href);
  }

  /** What a tag or a digest stands for; undefined where there is nothing. */
  async find(reference: string): Promise<Manifest | undefined> {
    const response = await this.#ask('GET', `manifests/${reference}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw this.#refused(response, reference);
    const body = Buffer.from(await response.arrayBuffer());
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    return { digest, body, type: response.headers.get('content-type') ?? '' };
  }

  /** Makes a tag stand for a manifest that is there. */
  async tag(name: string, { body, type }: Manifest): Promise<void> {
    const response = await this.#ask('PUT', `manifests/${name}`, { body, type });
    if (!response.ok) throw this.#refused(response, `the tag ${name}`);
  }

  async #ask(method: string, path: string, content?: Pick<Manifest, 'body' | 'type'>): Promise<Response> {
    const url = path.includes('://') ? path : `${origin(this.registry)}/v2/${this.#name}/${path}`;
    const send = () =>
      request(url, {
        method,
        headers: {
          accept: MANIFEST_TYPES,
          ...(this.#authorization && { authorization: this.#authorization }),
          ...(content && { 'content-type': content.type }),
        },
        ...(content && { body: new Uint8Array(content.body) }),
      });
    const response = await send();
    if (response.status !== 401 || this.#authorization !== undefined) return response;
    this.#authorization = await this.#authorize(response);
    return send();
  }

  /** As the registry's refusal says: with the account itself, or with a token that it is good for. */
  async #authorize(refusal: Response): Promise<string> {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const basic = this.#account && `Basic ${basicOf(this.#account)}`;
    if (/^basic /i.test(challenge) && basic) return basic;
    const field = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(challenge)?.[1];
    const realm = field('realm');
    if (!/^bearer /i.test(challenge) || !realm) throw this.#refused(refusal, 'this account');
    const url = new URL(realm);
    const service = field('service');
    if (service) url.searchParams.set('service', service);
    url.searchParams.set('scope', `repository:${this.#name}:pull,push`);
    const response = await request(url.href, { headers: basic ? { authorization: basic } : {} });
    if (!response.ok) throw this.#refused(response, 'this account');
    const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
    return `Bearer ${token ?? access_token}`;
  }

  #refused(response: Response, what: string): Failure {
    const advice =
      response.status === 401 || response.status === 403
        ? this.#account === undefined
          ? '; REGISTRY_TOKEN is not set'
          : `; may ${this.#account.user} write there with this REGISTRY_TOKEN?`
        : '';
    return new Failure(`${this.registry} answers ${response.status} for ${what} of ${this.#name}${advice}`);
  }
}

/** User and token as they are sent and kept in a file of credentials. */
export function basicOf({ user, token }: Account): string {
  return Buffer.from(`${user}:${token}`).toString('base64');
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Failure(
      `${new URL(url).host} cannot be reached: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}
