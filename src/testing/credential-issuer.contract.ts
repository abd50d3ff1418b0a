import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, minutes, seconds } from '../domain/duration.js';
import type { Digest, KeyId, Nonce, SessionId, UserId } from '../domain/ids.js';
import type { CredentialIssuer } from '../domain/ports/credential-issuer.js';
import { Secret } from '../domain/secret.js';
import type { SessionView } from '../domain/session/auth-session.js';
import type { Credential, CredentialKind, Holder, Presented } from '../domain/session/credentials.js';
import { contract, type Runner } from './contract.js';

/** An issuer, and whoever would like to be taken for one. */
export interface IssuerUnderTest<K extends CredentialKind> {
  readonly issuer: CredentialIssuer<K>;
  /** The same kind of issuer with the same names and keys of its own. */
  readonly stranger: CredentialIssuer<K>;
  /** What the holder of `credential` brings with a request. */
  present(credential: Credential<K>): Presented<K>;
  /** A credential of this kind that says `text`, whatever that is. */
  saying(text: string): Presented<K>;
  /** What the same service hands out for something else, such as the tokens of its challenges. */
  otherKinds?(now: Date): Promise<readonly Secret[]>;
}

const now = new Date('2026-03-01T12:00:00Z');
const secret = new Secret('c2VjcmV0LW9mLXRoaXMtc2Vzc2lvbi1hbmQtbm9uZS0');

/** A session of either kind at `at`, proven with both factors a minute before. */
export function sessionView(kind: CredentialKind, at: Date, changes: Partial<SessionView> = {}): SessionView {
  const proven = new Date(at.getTime() - 60_000);
  return {
    id: '01956b0e-7a60-7c3e-9d51-6f0f5a2b7c11' as SessionId,
    userId: '01956b0e-7a60-7c3e-9d51-000000000001' as UserId,
    kind,
    holding:
      kind === 'token'
        ? { kind, nonce: 'nonce' as Nonce, keyId: 'key' as KeyId }
        : { kind, holder: 'digest' as Digest },
    generation: 0,
    proofs: [
      { factor: 'password', at: proven, enrolmentId: undefined },
      { factor: 'totp', at: proven, enrolmentId: undefined },
    ],
    assurance: 'aal2',
    amr: ['pwd', 'otp', 'mfa'],
    authenticatedAt: proven,
    accessUntil: after(at, minutes(5)),
    device: undefined,
    deviceId: undefined,
    openedAt: at,
    lastSeenAt: at,
    expiresAt: after(at, minutes(60)),
    endsAt: after(at, minutes(24 * 60)),
    ...changes,
  };
}

const strange = [
  '',
  ' ',
  '.',
  '..',
  'null',
  '[object Object]',
  'a.b.c',
  'e30.e30.',
  '\0',
  '\ud800',
  '🔑.🔑.🔑',
  "' or 1=1--",
  '../../etc/passwd',
  '.'.repeat(1_000_000),
  'A'.repeat(1_000_000),
];

/**
 * An issuer reads back what it issued, refuses it after its time, refuses a stranger's, and never prints the secret.
 * Where a credential carries the session's secret, the session itself judges time and origin: then not to vouch for the
 * holder is the refusal.
 */
export function credentialIssuerContract<K extends CredentialKind>(
  name: string,
  open: () => Promise<IssuerUnderTest<K>>,
  runner?: Runner,
): void {
  const applicant = async (): Promise<Applicant<K>> => {
    const its = await open();
    return {
      its,
      issued: (changes, by = its.issuer) => by.issue(sessionView(its.issuer.kind, now, changes), secret, now),
    };
  };
  const close = () => undefined;
  contract({ port: 'CredentialIssuer', adapter: name, open: applicant, close, opens: 'once', runner }, (it) => {
    it('reads back whom it issued for', async ({ its, issued }) => {
      const presented = its.present(await issued());
      for (const at of [now, after(now, seconds(299))]) {
        const holder = await its.issuer.read(presented, at);
        assert.equal(holder?.sessionId, sessionView(its.issuer.kind, now).id);
        // Twice: what is remembered of the first reading must say the same.
        assert.deepEqual(await its.issuer.read(presented, at), holder);
      }
    });

    it('tells sessions apart', async ({ its, issued }) => {
      const other = 'another-session' as SessionId;
      const holder = await its.issuer.read(its.present(await issued({ id: other })), now);
      assert.equal(holder?.sessionId, other);
    });

    it('vouches for nobody after its time', async ({ its, issued }) => {
      const presented = its.present(await issued());
      await its.issuer.read(presented, now);
      for (const late of [minutes(5), minutes(6), minutes(60 * 24 * 365)]) {
        assertNotVouched(await its.issuer.read(presented, after(now, late)));
      }
    });

    it("vouches for nobody with a stranger's", async ({ its, issued }) => {
      assertNotVouched(await its.issuer.read(its.present(await issued({}, its.stranger)), now));
    });

    it('vouches for nobody with what was issued for something else', async ({ its, issued }) => {
      const credential = await issued();
      const asked = secretsIn(its.present(credential));
      const foreign = [...secretsIn(credential), ...((await its.otherKinds?.(now)) ?? []).map((each) => each.reveal())];
      for (const text of foreign)
        if (!asked.includes(text)) assertNotVouched(await its.issuer.read(its.saying(text), now));
    });

    it('vouches for nobody with what is malformed, and throws at nothing', async ({ its }) => {
      for (const text of strange) assertNotVouched(await its.issuer.read(its.saying(text), now));
    });

    it('never prints a secret', async ({ its, issued }) => {
      const credential = await issued();
      const seen = [credential, its.present(credential), its.issuer].map((each) => inspect(each, { depth: 12 }));
      const written = [JSON.stringify(credential), String(credential), ...seen].join('\n');
      for (const hidden of [secret.reveal(), ...secretsIn(credential)]) assert(!written.includes(hidden));
    });
  });
}

interface Applicant<K extends CredentialKind> {
  readonly its: IssuerUnderTest<K>;
  issued(changes?: Partial<SessionView>, by?: CredentialIssuer<K>): Promise<Credential<K>>;
}

function assertNotVouched(holder: Holder | undefined): void {
  assert(holder === undefined || holder.secret !== undefined, 'vouched for by its signature');
}

const secretsIn = (credential: object): readonly string[] =>
  Object.values(credential).flatMap((value: unknown) => (value instanceof Secret ? [value.reveal()] : []));
