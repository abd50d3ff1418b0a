import { alone } from './alone.js';
import type { Demand, Root } from './answer.js';
import { MfaRefusedError, NoAnswerError, SessionEndedError } from './errors.js';
import type { CredentialKind } from './operations.js';
import { Passage } from './passage.js';
import { Asking, type AskThePerson, type FactorQuestion, type PasswordQuestion, type Question } from './question.js';
import type { Challenge, SignedIn } from './steps.js';
import {
  claimsOf,
  MemoryDevice,
  MemoryTokens,
  TokenAge,
  type DeviceStore,
  type Tokens,
  type TokenStore,
} from './tokens.js';
import { Wire } from './wire.js';

export interface PortcullisOptions {
  /** The GraphQL endpoint of Portcullis, whoever else's API is called with its tokens. */
  readonly url: string;
  /** Called whenever a person must prove something; never twice at once. */
  readonly ask: AskThePerson;
  /** How sessions travel: TOKEN by default. With COOKIE nothing is kept here. */
  readonly credential?: CredentialKind;
  /** Both in memory by default. */
  readonly tokens?: TokenStore;
  readonly device?: DeviceStore;
  readonly fetch?: typeof fetch;
}

interface Posed {
  readonly why: FactorQuestion['why'];
  readonly demand?: Demand | undefined;
  /** Puts the same question anew, with another challenge; a login's cannot be. */
  readonly again?: () => Promise<void>;
}

/**
 * The signed-in person, for every client of one application: keeps the tokens, renews them once for all who wait, and
 * asks the person when more must be proven. Hand it to `portcullisLink` or `portcullisExchange`.
 */
export class Portcullis {
  readonly credential: CredentialKind;
  readonly #wire: Wire;
  readonly #ask: AskThePerson;
  readonly #tokens: TokenStore;
  readonly #device: DeviceStore;
  readonly #age = new TokenAge();
  #refreshing: Promise<void> | undefined;
  #raising: Promise<void> | undefined;
  #lastQuestion: Promise<void> = Promise.resolve();
  #proofs = 0;

  constructor({ url, ask, credential = 'TOKEN', fetch = globalThis.fetch, ...stores }: PortcullisOptions) {
    this.credential = credential;
    this.#wire = new Wire(url, credential, fetch);
    this.#ask = ask;
    this.#tokens = stores.tokens ?? new MemoryTokens();
    this.#device = stores.device ?? new MemoryDevice();
  }

  /** How often something was proven here: an operation that was refused before may be tried again. */
  get proofs(): number {
    return this.#proofs;
  }

  /** One operation's way through; for links, exchanges and whoever writes one for another client. */
  passage(root: Root): Passage {
    return new Passage(this, root);
  }

  /**
   * What to send as `Authorization`, renewed before it is too old; nothing where nobody is signed in, or a cookie says
   * it. Rejects with a `PortcullisError`.
   */
  async authorization(): Promise<string | undefined> {
    const held = await this.held();
    if (!held || !this.#age.isOld(held)) return bearer(held);
    await this.renew(held).catch((problem: unknown) => {
      // It was early: perhaps this one is still taken. If it is not, renewing is tried again, and says why it cannot be.
      if (!(problem instanceof NoAnswerError)) throw problem;
    });
    return bearer(await this.held());
  }

  /** The tokens as they are. */
  async held(): Promise<Tokens | undefined> {
    return this.credential === 'COOKIE' ? undefined : this.#tokens.get();
  }

  /** What the device is known by: send it with a `login`. Nothing where it is not known, or a cookie says it. */
  async deviceToken(): Promise<string | undefined> {
    return this.credential === 'COOKIE' ? undefined : this.#device.get();
  }

  /** Keeps what an `Authenticated` brought; links and exchanges call it by themselves. */
  async signedIn({ tokens, deviceToken }: Pick<SignedIn, 'tokens'> & Partial<SignedIn>): Promise<void> {
    this.#proofs += 1;
    if (deviceToken) await this.#device.set(deviceToken);
    if (tokens) await this.#tokens.set({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken });
  }

  /** Forgets the tokens and ends the session, or all of the person's. Rejects with a `NoAnswerError`; forgotten they are. */
  async signOut({ everywhere = false } = {}): Promise<void> {
    const held = await this.held();
    if (held) await this.#tokens.set(undefined);
    await this.#wire.send('logout', { everywhere, refreshToken: held?.refreshToken ?? null });
  }

  /**
   * Asks the person for the second factor that a `login` wants. Rejects with an `MfaCancelledError`, or with an
   * `MfaRefusedError` when the challenge is over: then the login begins again.
   */
  secondFactor(challenge: Challenge): Promise<void> {
    return this.#pose(challenge, { why: 'sign-in' });
  }

  /** Replaces these tokens, unless somebody has; one renewal at a time. Rejects with a `PortcullisError`. */
  renew(old: Tokens): Promise<void> {
    this.#refreshing ??= this.#renew(old).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Lets the person prove more, or prove it again; one question at a time. Rejects with a `PortcullisError`. */
  raise(demand: Demand): Promise<void> {
    this.#raising ??= this.#raise(demand).finally(() => (this.#raising = undefined));
    return this.#raising;
  }

  async #renew(old: Tokens): Promise<void> {
    // Outside of the lock: another tab need not wait for a person who sits before this one.
    const challenge = await alone(claimsOf(old).sid, () => this.#refresh(old));
    if (challenge) await this.#pose(challenge, { why: 'refresh', again: () => this.#renew(old) });
  }

  /** The next tokens, or the challenge that stands before them. */
  async #refresh(old: Tokens): Promise<Challenge | undefined> {
    if (await this.#changed(old)) return undefined;
    const result = await this.#wire.send('refreshSession', { refreshToken: old.refreshToken });
    // Signed in, out or raised meanwhile: what is newer counts.
    if (await this.#changed(old)) return undefined;
    switch (result.__typename) {
      case 'Authenticated':
        if (result.tokens) await this.#tokens.set(result.tokens);
        return undefined;
      case 'MfaRequired':
        return result;
      case 'SessionEnded':
        await this.#tokens.set(undefined);
        throw new SessionEndedError();
      default:
        throw new MfaRefusedError(result);
    }
  }

  async #changed(old: Tokens): Promise<boolean> {
    const held = await this.held();
    if (!held) throw new SessionEndedError();
    return held.accessToken !== old.accessToken;
  }

  async #raise(demand: Demand, renewed?: Tokens): Promise<void> {
    const before = this.#proofs;
    const authorization = await this.authorization();
    // Renewing has asked already.
    if (this.#proofs > before) return;
    const result = await this.#wire.send('stepUp', { assurance: demand.requiredAssurance }, authorization);
    const posed: Posed = { why: 'step-up', demand, again: () => this.#raise(demand) };
    // prettier-ignore
    switch (result.__typename) {
      case 'Authenticated':      return this.signedIn(result);
      case 'MfaRequired':        return this.#pose(result, posed);
      case 'InvalidCredentials': return this.#posePassword(posed);
      case 'SessionEnded':       break;
      default:                   throw new MfaRefusedError(result);
    }
    // The access token is not taken any more; perhaps the refresh token is.
    const held = await this.held();
    if (!held || renewed) throw new SessionEndedError();
    await this.renew(held);
    return this.#raise(demand, held);
  }

  async #pose(challenge: Challenge, { why, demand, again }: Posed): Promise<void> {
    const { challengeToken, factors, attemptsLeft, expiresAt } = challenge;
    const raisedElsewhere = await this.#watch(why);
    const answer: FactorQuestion['answer'] = async ({ factor, code, trustDevice = false }) => {
      const result = await this.#wire.send('verifyMfa', { challengeToken, factor, code, trustDevice });
      if (result.__typename === 'Authenticated') return this.#raised(result, asking);
      if (result.__typename === 'ChallengeClosed') {
        if (await raisedElsewhere()) asking.close();
        else if (again) asking.close(again());
        else asking.fail(new MfaRefusedError(result));
      }
      return result;
    };
    const asking = new Asking((common) => ({
      ...common,
      kind: 'factor',
      why,
      demand,
      factors,
      attemptsLeft,
      expiresAt,
      answer,
    }));
    return this.#put(asking, raisedElsewhere);
  }

  async #posePassword({ why, demand }: Posed): Promise<void> {
    const raisedElsewhere = await this.#watch(why);
    const answer: PasswordQuestion['answer'] = async ({ password }) => {
      const result = await this.#wire.send('stepUp', { assurance: 'AAL1', password }, await this.authorization());
      if (result.__typename === 'Authenticated') return this.#raised(result, asking);
      if (result.__typename === 'MfaRequired') asking.close(this.#pose(result, { why, demand }));
      if (result.__typename === 'SessionEnded') asking.fail(new SessionEndedError());
      return result;
    };
    const asking = new Asking((common) => ({ ...common, kind: 'password', why, demand, answer }));
    return this.#put(asking, raisedElsewhere);
  }

  async #raised(result: SignedIn, asking: Asking): Promise<{ readonly __typename: 'Authenticated' }> {
    await this.signedIn(result);
    asking.close();
    return { __typename: result.__typename };
  }

  /** Whether the session is another than at this moment: by another tab, or another question. A login is for itself. */
  async #watch(why: Question['why']): Promise<() => Promise<boolean>> {
    const [before, proofs] = [await this.held(), this.#proofs];
    return async () =>
      why !== 'sign-in' && (proofs !== this.#proofs || (await this.held())?.accessToken !== before?.accessToken);
  }

  /** One question after the other; one that has become superfluous is not put. */
  async #put(asking: Asking, superfluous: () => Promise<boolean>): Promise<void> {
    const former = this.#lastQuestion;
    this.#lastQuestion = asking.over;
    await former;
    if (!(await superfluous())) return asking.put(this.#ask);
    asking.close();
  }
}

const bearer = (tokens: Tokens | undefined): string | undefined => tokens && `Bearer ${tokens.accessToken}`;
