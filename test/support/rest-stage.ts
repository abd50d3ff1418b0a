import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import type { Phone } from '../../src/testing/phone.js';
import { aWorld, type World, type WorldOptions } from '../../src/testing/world.js';
import { at, RestClient, type Said } from './rest-client.js';

export const password = 'correct horse battery staple';

/** Somebody with a REST client of their own. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly client: RestClient;
  readonly phone: Phone | undefined;
}

/** A world, and people who come to it through REST. */
export class RestStage {
  private people = 0;

  private constructor(readonly world: World) {}

  static async open(options: WorldOptions = {}): Promise<RestStage> {
    return new RestStage(await aWorld(options));
  }

  client(): RestClient {
    return new RestClient(this.world.url);
  }

  /** Somebody new, with an authenticator or without. */
  async person(options: { readonly totp?: boolean } = {}): Promise<Person> {
    const name = `person-${(this.people += 1)}`;
    await this.world.settle(name, options);
    const phone = options.totp ? this.world.phoneOf(name) : undefined;
    return { name, email: this.world.addressOf(name), client: this.client(), phone };
  }

  logIn({ client, email }: Person, credential: 'token' | 'cookie' = 'token'): Promise<Said> {
    return client.post('/auth/login', { email, password, credential });
  }

  /** A code that was not used yet: half a minute passes for each. */
  code({ phone }: Pick<Person, 'phone'>): string {
    this.world.clock.advance(seconds(30));
    return phone?.code(this.world.clock.now()) ?? expect.fail('there is no phone');
  }

  /** Somebody new who has signed in, with a second factor where they have one. */
  async signedIn(
    options: { readonly totp?: boolean } = {},
    credential: 'token' | 'cookie' = 'token',
  ): Promise<Person & { readonly said: Said }> {
    const person = await this.person(options);
    let said = await this.logIn(person, credential);
    if (said.status === 202) {
      const answer = { challengeToken: at(said, 'challenge.token'), factor: 'totp', code: this.code(person) };
      said = await person.client.post('/auth/mfa/verify', answer);
    }
    expect(said.status, said.text).to.equal(200);
    if (credential === 'token') person.client.bearer = at(said, 'tokens.accessToken');
    return { ...person, said };
  }

  /** Somebody new between the two factors; their challenge token is the client's bearer where they asked for tokens. */
  async pending(credential: 'token' | 'cookie' = 'token'): Promise<Person & { readonly token: string }> {
    const person = await this.person({ totp: true });
    const said = await this.logIn(person, credential);
    expect(said.status, said.text).to.equal(202);
    const token = at(said, 'challenge.token');
    if (credential === 'token') person.client.bearer = token;
    return { ...person, token };
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
