import { expect } from 'chai';
import { Phone } from '../../src/testing/phone.js';
import { CookieJar } from './cookie-jar.js';
import * as say from './operations.js';
import type { Running } from './service.js';

const password = 'correct horse battery staple';
let made = 0;

type Service = Pick<Running, 'graphql'>;

/** Somebody who registered at the service, and signs in there as any client would. */
export class Visitor {
  #codes: string[] = [];

  private constructor(
    private readonly service: Service,
    readonly email: string,
  ) {}

  static async register(service: Service): Promise<Visitor> {
    const email = `visitor-${++made}@example.org`;
    await service.graphql(say.register, { input: { email, password } });
    return new Visitor(service, email);
  }

  get credentials(): { readonly email: string; readonly password: string } {
    return { email: this.email, password };
  }

  /** The password alone: a token at AAL1. */
  async token(): Promise<string> {
    return accessTokenIn((await this.logIn()) as never);
  }

  /** Gives them an authenticator and backup codes; resolves with a token at AAL2. */
  async enrol(): Promise<string> {
    const token = await this.token();
    const { data } = await this.service.graphql(say.enrolTotp, {}, { token });
    const phone = Phone.scan(String(data['enrolTotp']?.['uri']));
    const input = { code: phone.code(new Date()), label: 'Phone' };
    const confirmed = (await this.service.graphql(say.confirmTotp, { input }, { token })).data['confirmTotp'];
    this.#codes = [...((confirmed?.['backupCodes'] ?? []) as readonly string[])];
    return accessTokenIn(confirmed?.['authenticated'] as never);
  }

  /** A backup code that was not used yet: a phone shows a new code every half minute only. */
  code(): string {
    return this.#codes.pop() ?? expect.fail('no code left');
  }

  async challengeToken(): Promise<string> {
    const result = await this.logIn();
    expect(result['__typename']).to.equal('MfaRequired');
    return String(result['challengeToken']);
  }

  async logIn(credential = 'TOKEN', cookies = new CookieJar()): Promise<Readonly<Record<string, unknown>>> {
    const input = { ...this.credentials, credential };
    const { data } = await this.service.graphql(say.login, { input }, { cookies });
    return data['login'] ?? expect.fail('no answer');
  }

  /** A browser that has logged in by cookie, as far as the password goes. */
  async browser(): Promise<CookieJar> {
    const cookies = new CookieJar();
    await this.logIn('COOKIE', cookies);
    return cookies;
  }

  async verify(cookies: CookieJar): Promise<void> {
    const input = { factor: 'BACKUP_CODE', code: this.code() };
    const { data } = await this.service.graphql(say.verifyMfa, { input }, { cookies });
    expect(data['verifyMfa']?.__typename).to.equal('Authenticated');
  }
}

function accessTokenIn(result: { readonly tokens?: { readonly accessToken: string } } | undefined): string {
  return result?.tokens?.accessToken ?? expect.fail('no tokens');
}
