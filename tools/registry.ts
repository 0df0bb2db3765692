import { hash } from 'node:crypto';
import { Failure, reasonOf } from './failure.ts';
import { fetch } from './fetch.ts';
import { parseRepository, type Reference, registryOrigin } from './image-reference.ts';

const TIMEOUT_MS = 30_000;
/** An index of platforms where there is one, so that its digest holds for all of them. */
const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export interface Account {
  user: string;
  token: string;
}

export interface Manifest {
  digest: string;
  type: string;
  body: Buffer;
}

/** The base64 of an account, as HTTP and files of credentials have it. */
export function basicOf({ user, token }: Account): string {
  return Buffer.from(`${user}:${token}`).toString('base64');
}

/**
 * A repository of images in a registry, by the OCI distribution API. Each method throws a Failure when the registry
 * does not answer within 30 s, or refuses.
 */
export class Repository {
  readonly registry: string;
  readonly #name: string;
  readonly #account: Account | undefined;
  readonly #advice: string | undefined;
  #authorization: string | undefined;

  /**
   * @param name registry and repository, without a tag
   * @param access the account, if any, and what a person can do when the registry refuses it
   */
  constructor(name: string, access: { account?: Account | undefined; advice?: string } = {}) {
    const { registry, repository } = parseRepository(name);
    this.registry = registry;
    this.#name = repository;
    this.#account = access.account;
    this.#advice = access.advice;
  }

  /** Begins an upload and cancels it: only then a registry says whether this account may push. */
  async checkPush(): Promise<void> {
    const response = await this.#send('POST', 'blobs/uploads/');
    if (response.status !== 202) throw this.#refusal(response, 'an upload');
    const place = response.headers.get('location');
    // An upload that the registry does not cancel expires there.
    if (place !== null) await this.#send('DELETE', new URL(place, response.url).href);
  }

  /** The manifest of a tag or a digest; undefined when the registry has none. */
  async find(reference: string): Promise<Manifest | undefined> {
    const response = await this.#send('GET', `manifests/${reference}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw this.#refusal(response, reference);
    const body = Buffer.from(await response.arrayBuffer());
    const digest = `sha256:${hash('sha256', body)}`;
    const named = response.headers.get('docker-content-digest');
    if (named !== null && named !== digest) {
      throw new Failure(
        `${this.registry} names ${named}, but what it sent for ${reference} of ${this.#name} is ${digest}`,
      );
    }
    return { digest, body, type: response.headers.get('content-type') ?? '' };
  }

  /** Moves a tag to a manifest that the registry has. */
  async tag(name: string, { body, type }: Manifest): Promise<void> {
    const response = await this.#send('PUT', `manifests/${name}`, { body, type });
    if (!response.ok) throw this.#refusal(response, `the tag ${name}`);
  }

  async #send(method: string, path: string, content?: Pick<Manifest, 'body' | 'type'>): Promise<Response> {
    const url = path.includes('://') ? path : `${registryOrigin(this.registry)}/v2/${this.#name}/${path}`;
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
    if (response.status !== 401) return response;
    // Also for a token that has expired: a push takes longer than one lives.
    this.#authorization = await this.#authorize(response);
    return send();
  }

  /** Does what a 401 demands: sends the account itself, or a token from the address that the registry names. */
  async #authorize(refusal: Response): Promise<string> {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const field = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(challenge)?.[1];
    const basic = this.#account && `Basic ${basicOf(this.#account)}`;
    if (/^basic /i.test(challenge) && basic) return basic;
    const realm = field('realm');
    if (!/^bearer /i.test(challenge) || !realm) {
      if (basic) throw this.#refusal(refusal, 'this account');
      const wanted = challenge || 'it does not say which';
      throw new Failure(this.#withAdvice(`${this.registry} wants an account: ${wanted}`));
    }
    const url = new URL(realm);
    const service = field('service');
    if (service) url.searchParams.set('service', service);
    const pull = field('scope') ?? `repository:${this.#name}:pull`;
    url.searchParams.set('scope', basic ? `repository:${this.#name}:pull,push` : pull);
    const response = await request(url.href, { headers: basic ? { authorization: basic } : {} });
    if (!response.ok) throw this.#refusal(response, 'this account');
    const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
    const given = token ?? access_token;
    if (!given) throw new Failure(`${url.host} gave no token`);
    return `Bearer ${given}`;
  }

  #refusal({ status }: Response, what: string): Failure {
    const text = `${this.registry} answers ${status} for ${what} of ${this.#name}`;
    return new Failure(status === 401 || status === 403 ? this.#withAdvice(text) : text);
  }

  #withAdvice(text: string): string {
    return this.#advice === undefined ? text : `${text}; ${this.#advice}`;
  }
}

/** The digest, sha256:..., of the image that a tag names now, without an account. @throws Failure when there is none */
export async function resolveDigest({ registry, repository, tag }: Reference): Promise<string> {
  const manifest = await new Repository(`${registry}/${repository}`).find(tag);
  if (manifest === undefined) throw new Failure(`${registry} has no ${repository}:${tag}`);
  return manifest.digest;
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Failure(`${new URL(url).host} cannot be reached: ${reasonOf(error)}`);
  }
}
