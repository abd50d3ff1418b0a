import { expect } from 'chai';
import { LinkDesk } from '../../src/application/link-desk.js';
import { itself } from '../../src/domain/client.js';
import type { LinkId } from '../../src/domain/ids.js';
import type { DomainEvent } from '../../src/domain/events.js';
import type { Result } from '../../src/testing/caller.js';
import type { World } from '../../src/testing/world.js';
import type { Cookies, Holding } from './state.js';

export interface Request {
  readonly document: string;
  readonly input?: object | undefined;
  /** What the request comes with. */
  readonly by?: Holding | undefined;
  /** Beside a session's: of a pending sign-in, or of a known device. */
  readonly cookies?: Cookies | undefined;
}

export interface Reply {
  readonly result: Result | null | undefined;
  /** The cookies that the answer left. */
  readonly cookies: Cookies;
}

/** The real house, through its public door, in one story: from an address of its own. */
export class House {
  private link: LinkId | undefined;

  constructor(
    readonly world: World,
    private readonly address: string,
    /** What has happened since this was asked last. */
    private readonly news: () => Promise<readonly DomainEvent[]>,
  ) {}

  async facts(): Promise<readonly DomainEvent[]> {
    const facts = await this.news();
    for (const fact of facts) if (fact.type === 'link.issued') this.link = fact.linkId;
    return facts;
  }

  /** The code of the link that was issued last, as its mail brings it. */
  async mailed(): Promise<string> {
    const needs = this.world.needs();
    const { link: id } = this;
    const link = id && (await needs.work.run(itself, (tx) => tx.links.byId(id)));
    const address = link && new LinkDesk({ ...needs, linkUrl: 'https://auth.example.com/link' }).addressOf(link);
    const code = address && new URL(address.reveal()).searchParams.get('code');
    if (!code) throw new Error('No link was issued');
    return code;
  }

  /** Removes what is over, as the service does of its own accord. */
  async sweep(): Promise<void> {
    const { sweeper, policy, clock } = this.world.needs();
    await sweeper.sweep(clock.now(), policy, 10_000);
  }

  async ask({ document, input, by, cookies = new Map() }: Request): Promise<Reply> {
    const caller = this.world.caller(this.address);
    caller.bearer = by?.bearer;
    for (const [name, value] of [...(by?.cookies ?? []), ...cookies]) caller.cookies.set(name, value);
    const { data, errors, text } = await caller.ask(document, input && { input });
    expect(errors, text).to.deep.equal([]);
    return { result: Object.values(data ?? {})[0], cookies: caller.cookies };
  }
}

/** Those of one purpose: of the session, of a pending sign-in, of the device. */
export function cookiesOf(all: Cookies, purpose: 'session' | 'pending' | 'device'): Cookies {
  const prefix = purpose === 'session' ? /^portcullis(\.|$)/ : new RegExp(`^portcullis-${purpose}`);
  return new Map([...all].filter(([name]) => prefix.test(name)));
}
