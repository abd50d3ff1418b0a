import { answerTo, redirect, type Answer } from './answer.js';
import { deadCredential, nobody, saysPending, undecided, type Auth, type Undecided } from './auth.js';
import { isCrossSite } from './cross-site.js';
import { signedIn, type Demand, type Exemption } from './demand.js';
import { isExempt, judge, type Refusal } from './judge.js';
import { Pages, type PageOptions } from './pages.js';
import { RemoteKeys } from './remote-keys.js';
import { ServiceCookies } from './service-cookies.js';
import { sessionEndpoint } from './session-endpoint.js';
import type { Asked, SessionSource } from './session-source.js';
import { isChallengeToken, TokenVerifier } from './token-verifier.js';
import type { Visit } from './visit.js';
import { wallClock } from './wall-clock.js';

export type { Assurance, Auth, Machine, Nobody, Pending, Person } from './auth.js';
export type { Demand, Exemption, MfaOptions, PeopleOptions } from './demand.js';
export { checkedReturnTo, type ReturnOptions } from './return-to.js';
export { personOf, type Asked, type SessionSource, type Viewer } from './session-source.js';

export interface GuardOptions extends PageOptions {
  /** The service's `ISSUER`, such as `https://auth.example.com`. */
  readonly issuer: string;
  /** For whom the tokens are that this server accepts: the service's `AUDIENCE`. */
  readonly audience: string;
  /** Where the service is reached from here: its public keys and its session endpoint. `issuer` if not given. */
  readonly serviceUrl?: string;
  /** Lets `serviceUrl` be plain http to another machine: whoever sits between can then let anybody in. */
  readonly plainHttp?: boolean;
  /** Who tells whose a cookie is: the service's endpoint, a function in the service's own process, or nobody. */
  readonly sessions?: 'endpoint' | 'none' | SessionSource;
  /** Seconds for which the endpoint's answer is believed. 0, the default: a revoked session is dead at once. */
  readonly keepSessionsFor?: number;
  /** Other origins whose pages may send requests with cookies that change something. */
  readonly allowedOrigins?: readonly string[];
  readonly now?: () => Date;
}

export type Verdict<A extends Auth = Auth> =
  | { readonly kind: 'passed'; readonly auth: A }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly answer: Answer };

/** An exemption that some route of this server has. */
export interface ExemptionInForce extends Exemption {
  readonly lastUsedAt: Date | undefined;
}

/** Finds out who makes a request, and whether that is enough. Knows no framework; holds for one server. */
export class Guard {
  readonly now: () => Date;
  readonly #tokens: TokenVerifier;
  readonly #sessions: SessionSource | undefined;
  readonly #cookies: ServiceCookies;
  readonly #pages: Pages;
  readonly #origins: ReadonlySet<string>;
  readonly #exemptions = new Map<Exemption, Date | undefined>();

  /** Throws a RangeError where the options cannot be meant. */
  constructor(options: GuardOptions) {
    const { issuer, audience, sessions = 'endpoint', keepSessionsFor = 0, now = wallClock } = options;
    const service = serviceUrl(options);
    if (audience === '') throw new RangeError('A guard accepts tokens of one audience');
    this.now = now;
    this.#tokens = new TokenVerifier(new RemoteKeys(new URL('/.well-known/jwks.json', service)), { issuer, audience });
    const endpoint = { url: new URL('/auth/session', service), keepFor: keepSessionsFor, now };
    this.#sessions = sessions === 'endpoint' ? sessionEndpoint(endpoint) : sessions === 'none' ? undefined : sessions;
    this.#cookies = new ServiceCookies(issuer.startsWith('https:'));
    this.#pages = new Pages(options);
    this.#origins = new Set(options.allowedOrigins);
  }

  /** Whether a request may go on; `signedIn` is demanded where nothing is said. */
  async admit<A extends Auth>(visit: Visit, demand: Demand<A>): Promise<Verdict<A>>;
  async admit(visit: Visit, demand?: Demand): Promise<Verdict>;
  async admit(visit: Visit, demand: Demand = signedIn()): Promise<Verdict> {
    const found = await this.identify(visit, demand);
    const refusal = found.kind === 'cross-site' ? crossSite : this.weigh(found, demand);
    if (!refusal) return { kind: 'passed', auth: found as Auth };
    const page = this.#pages.for(visit, refusal);
    return { kind: 'refused', refusal, answer: page === undefined ? answerTo(refusal) : redirect(page) };
  }

  /** Judges somebody who was identified before. */
  weigh(found: Auth | Undecided, demand: Demand): Refusal | undefined {
    const now = this.now();
    const refusal = judge(found, demand, now);
    if (!refusal && demand.exemption && isExempt(demand, now)) this.#exemptions.set(demand.exemption, now);
    return refusal;
  }

  /** Makes an exemption known to `exemptions`. */
  declare(demand: Demand): void {
    if (demand.exemption) this.#exemptions.set(demand.exemption, undefined);
  }

  /** Every exemption in force on this server, to be listed at start-up and whenever somebody asks. */
  get exemptions(): readonly ExemptionInForce[] {
    const now = this.now();
    return [...this.#exemptions]
      .filter(([{ until }]) => now < until)
      .map(([exemption, lastUsedAt]) => ({ ...exemption, lastUsedAt }));
  }

  /**
   * Who it is. A bearer token decides alone where there is one; a challenge token is asked about only where a pending
   * sign-in makes a difference, for it costs a call.
   */
  async identify(visit: Visit, { admits, answersPending }: Demand): Promise<Auth | Undecided | CrossSite> {
    const { bearer } = visit;
    const wantsPending = admits === 'pending' || answersPending;
    if (bearer !== undefined) {
      if (!isChallengeToken(bearer)) return this.settled(await this.#tokens.verify(bearer, this.now()), admits);
      return wantsPending ? this.ask({ authorization: `Bearer ${bearer}` }, admits) : saysPending;
    }
    const cookie = this.#sessions && this.#cookies.in(visit.header('cookie'));
    if (cookie === undefined) return nobody;
    if (!isCrossSite(visit, this.#origins)) return this.ask({ cookie }, admits);
    return admits === 'anyone' ? nobody : crossSite;
  }

  private async ask(asked: Asked, admits: Demand['admits']): Promise<Auth | Undecided> {
    try {
      return (await this.#sessions?.(asked)) ?? deadCredential;
    } catch {
      // Whatever went wrong, nobody is let in by it.
      return this.settled(undecided, admits);
    }
  }

  // A public page is there even when nobody can tell who looks at it.
  private settled<T extends Auth>(found: T | Undecided, admits: Demand['admits']): Auth | Undecided {
    return found.kind === 'undecided' && admits === 'anyone' ? deadCredential : found;
  }
}

type CrossSite = typeof crossSite;
const crossSite = { kind: 'cross-site', why: 'cross-site' } as const;

function serviceUrl({ issuer, serviceUrl = issuer, plainHttp = false }: GuardOptions): URL {
  const url = URL.parse(serviceUrl);
  if (!url || !URL.canParse(issuer)) throw new RangeError('Where is the service?');
  const near = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && (near || plainHttp))) return url;
  throw new RangeError(`${url.origin} is reached in the open; say plainHttp if that is meant`);
}
