import { expect } from 'chai';
import { seconds } from '../../src/domain/duration.js';
import { aWorld, type World, type WorldOptions } from '../../src/testing/world.js';
import { FormClient, type Told } from './form-client.js';

export const password = 'correct horse battery staple';

/** Somebody at a browser that has seen a page of ours. */
export interface PageVisitor {
  readonly name: string;
  readonly email: string;
  readonly client: FormClient;
  signIn(more?: Readonly<Record<string, string>>): Promise<Told>;
  /** A code that was not used yet: half a minute passes for each. */
  code(): string;
}

/** A world, and people who come to its pages. */
export class PageStage {
  private people = 0;

  private constructor(readonly world: World) {}

  static async open(options: WorldOptions = {}): Promise<PageStage> {
    return new PageStage(await aWorld(options));
  }

  async somebody(options: { readonly totp?: boolean } = {}): Promise<PageVisitor> {
    const { world } = this;
    const name = `visitor-${(this.people += 1)}`;
    await world.settle(name, options);
    const client = await new FormClient(world.url).arrived();
    const email = world.addressOf(name);
    return {
      name,
      email,
      client,
      signIn: (more = {}) => client.post('/sign-in', { email, password, ...more }),
      code: () => {
        world.clock.advance(seconds(30));
        return world.phoneOf(name).code(world.clock.now());
      },
    };
  }

  async signedIn(options: { readonly totp?: boolean } = {}): Promise<PageVisitor> {
    const person = await this.somebody(options);
    await person.signIn();
    if (options.totp) await person.client.post('/sign-in/code', { code: person.code(), use: 'totp' });
    expect((await person.client.get('/account')).status).to.equal(200);
    return person;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
