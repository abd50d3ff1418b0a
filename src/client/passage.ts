import { noticeIn, type Answer, type Notice, type Root } from './answer.js';
import { SessionEndedError } from './errors.js';
import type { Portcullis } from './portcullis.js';

/** Whoever signs in needs no session, and must not be kept out by one that has ended. */
const open = new Set([
  'register',
  'confirmAddress',
  'login',
  'verifyMfa',
  'refreshSession',
  'logout',
  'requestPasswordReset',
  'resetPassword',
  'reopenSignIn',
  'thisWasNotMe',
]);
const mostTries = 4;

/** One operation on its way: what it is sent with, and whether it is sent again. */
export class Passage {
  readonly #open: boolean;
  #sent: string | undefined;
  #proofs = 0;
  #tries = 0;
  #renewed = false;
  #raised = false;

  constructor(
    private readonly portcullis: Portcullis,
    private readonly root: Root,
  ) {
    this.#open = root.fields.length > 0 && root.fields.every((field) => open.has(field));
  }

  get cookie(): boolean {
    return this.portcullis.credential === 'COOKIE';
  }

  /** `Authorization` for the next try. Rejects with a `PortcullisError`. */
  async enter(): Promise<string | undefined> {
    this.#tries += 1;
    this.#proofs = this.portcullis.proofs;
    this.#sent = this.#open ? await this.#held() : await this.portcullis.authorization();
    return this.#sent;
  }

  /** What must happen before an answer is handed on; nothing for the common answer. */
  notice(answer: Answer): Notice | undefined {
    const notice = noticeIn(answer);
    if (notice?.kind === 'tokens') return notice;
    if (notice?.kind === 'signed-out') return this.cookie ? undefined : notice;
    // Of several mutations the first may have been carried out: they are not sent twice.
    if (this.#open || this.#tries >= mostTries || (this.root.mutation && this.root.fields.length > 1)) return undefined;
    return notice?.kind === 'stale' && !this.#sent ? undefined : notice;
  }

  /** Does it; true where the operation is to be sent again instead. Rejects with a `PortcullisError`. */
  async again(notice: Notice): Promise<boolean> {
    const { portcullis } = this;
    // prettier-ignore
    switch (notice.kind) {
      case 'tokens':     await portcullis.signedIn(notice); return false;
      // The access token may have been too old to end anything; the refresh token is not.
      case 'signed-out': if (await portcullis.held()) await portcullis.signOut(); return false;
      case 'stale':      return this.#renew();
      case 'proof':      break;
      default:           return notice satisfies never;
    }
    if (portcullis.proofs > this.#proofs) return true;
    if (this.#raised) return false;
    this.#raised = true;
    await portcullis.raise(notice.demand);
    return true;
  }

  async #renew(): Promise<boolean> {
    const held = await this.portcullis.held();
    // It ended while this one was on its way.
    if (!held) throw new SessionEndedError();
    if (this.#renewed) return false;
    if (this.#sent !== (await this.#held())) return true;
    this.#renewed = true;
    await this.portcullis.renew(held);
    return true;
  }

  async #held(): Promise<string | undefined> {
    const held = await this.portcullis.held();
    return held && `Bearer ${held.accessToken}`;
  }
}
