import { expect } from 'chai';
import { Phone } from '../../src/testing/phone.js';
import { CookieJar } from './cookie-jar.js';
import { sendGraphql, type Answer, type Member, type Sending } from './graphql-client.js';
import * as say from './operations.js';

export type Kind = 'TOKEN' | 'COOKIE';
export const kinds: readonly Kind[] = ['TOKEN', 'COOKIE'];
export const password = 'correct horse battery staple';

/** How a request reaches the service. */
export type Way = (query: string, variables: Record<string, unknown>, sending: Sending) => Promise<Answer>;
export const straightTo =
  ({ url }: { readonly url: string }): Way =>
  (query, variables, sending) =>
    sendGraphql(url, query, variables, sending);

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Somebody with a client: it keeps cookies, sends the access token it was given last, and tells what came back. */
export class Visitor {
  readonly cookies = new CookieJar();
  tokens: Tokens | undefined;
  /** Of the answer that came last. */
  status = 0;
  headers: Headers = new Headers();

  constructor(
    private readonly way: Way,
    readonly email: string,
    readonly kind: Kind = 'TOKEN',
    private readonly sends: Readonly<Record<string, string>> = {},
  ) {}

  get refreshToken(): string {
    return this.tokens?.refreshToken ?? expect.fail('no tokens');
  }

  /** Another client of the same person, which holds nothing yet. */
  elsewhere(kind = this.kind): Visitor {
    return new Visitor(this.way, this.email, kind);
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const { cookies, tokens, sends: headers } = this;
    const answer = await this.way(query, variables, { cookies, token: tokens?.accessToken, headers });
    this.status = answer.status;
    this.headers = answer.headers;
    for (const member of Object.values(answer.data)) this.keep(member);
    return answer;
  }

  /** The answer of the document's one field, which came without an error. */
  async one(query: string, input?: Record<string, unknown>): Promise<Member> {
    const { data, errors, text } = await this.ask(query, input && { input });
    expect(errors, text).to.equal(undefined);
    const [member] = Object.values(data);
    return member ?? expect.fail(`no answer: ${text}`);
  }

  /** The same, where only its kind is of interest. */
  async kindOf(query: string, input?: Record<string, unknown>): Promise<string> {
    return (await this.one(query, input)).__typename;
  }

  async me(): Promise<Member | null> {
    return (await this.ask(say.me)).data['me'] ?? null;
  }

  /** The session that it holds, which is live. */
  async session(): Promise<Member> {
    return ((await this.me())?.['session'] as Member | undefined) ?? expect.fail('nobody is signed in');
  }

  async register(): Promise<this> {
    const { email } = this;
    expect(await this.kindOf(say.register, { email, password })).to.equal('RegistrationAccepted');
    return this;
  }

  logIn(): Promise<Member> {
    const { email, kind } = this;
    return this.one(say.login, { email, password, credential: kind });
  }

  /** In one step. */
  async signIn(): Promise<this> {
    expect((await this.logIn()).__typename).to.equal('Authenticated');
    return this;
  }

  refresh(refreshToken = this.refreshToken): Promise<Member> {
    return this.one(say.refreshSession, { refreshToken });
  }

  /** Somebody who has copied everything that this one holds. */
  twin(way = this.way): Visitor {
    const twin = new Visitor(way, this.email, this.kind);
    twin.tokens = this.tokens;
    twin.cookies.take(this.cookies.header.split('; ').filter(Boolean));
    return twin;
  }

  /** Answers `challengeToken`, or the challenge that the pending cookie carries. */
  verify(code: string, challengeToken?: string, factor = 'TOTP'): Promise<Member> {
    return this.one(say.verifyMfa, { factor, code, ...(challengeToken !== undefined && { challengeToken }) });
  }

  /** Password and code; the phone must show one that was not used yet. */
  async signInWith(phone: Phone, now: Date): Promise<this> {
    const { challengeToken } = await this.logIn();
    expect((await this.verify(phone.code(now), challengeToken as string)).__typename).to.equal('Authenticated');
    return this;
  }

  async scan(input?: Record<string, unknown>): Promise<Phone> {
    const { uri } = await this.one(say.enrolTotp, input);
    return Phone.scan(uri as string);
  }

  /** Adds an authenticator with what it shows at `now`. */
  async enrol(now: Date, label = 'Phone'): Promise<{ readonly phone: Phone; readonly confirmed: Member }> {
    const phone = await this.scan();
    const confirmed = await this.one(say.confirmTotp, { code: phone.code(now), label });
    expect(confirmed.__typename).to.equal('FactorConfirmed');
    return { phone, confirmed };
  }

  private keep(member: Member | null): void {
    const authenticated = (member?.['authenticated'] ?? member) as Member | null;
    this.tokens = (authenticated?.['tokens'] as Tokens | null | undefined) ?? this.tokens;
  }
}

/** The session of an `Authenticated`, or of what carries one. */
export const sessionOf = (member: Member): Member => {
  const { session } = (member['authenticated'] ?? member) as { session?: Member };
  return session ?? expect.fail(`no session: ${member.__typename}`);
};
