import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, before, minutes, seconds } from '../domain/duration.js';
import type { ChallengeId } from '../domain/ids.js';
import type { ChallengeView } from '../domain/mfa/mfa-challenge.js';
import type { ChallengeTokens, ChallengeUse } from '../domain/ports/challenge-tokens.js';
import { Secret } from '../domain/secret.js';
import { anId } from './builders.js';
import { contract, type Runner } from './contract.js';

/** The tokens of one service, and those of another. */
export interface ChallengeTokensUnderTest {
  readonly tokens: ChallengeTokens;
  /** The same kind of tokens with the same names and keys of its own. */
  readonly stranger: ChallengeTokens;
}

const now = new Date('2026-03-01T12:00:00Z');
const life = minutes(5);
const secret = new Secret('c2VjcmV0LW9mLXRoaXMtY2hhbGxlbmdlLWFsb25lLS0');
const used: Readonly<Record<ChallengeUse, ChallengeView['purpose']>> = { verify: 'sign-in', enrol: 'enrolment' };
const uses = ['verify', 'enrol'] as const satisfies readonly ChallengeUse[];

const challenge = (use: ChallengeUse): ChallengeView => ({
  id: anId<ChallengeId>(),
  purpose: used[use],
  credential: 'token',
  offer: ['totp'],
  attemptsLeft: 5,
  issuedAt: now,
  expiresAt: after(now, life),
});

const strange = ['', '.', '..', 'null', 'a.b.c', 'e30.e30.', '\0', '\ud800', "' or 1=1--", 'A'.repeat(1_000_000)];

/** A challenge token names its challenge for one use, as long as the challenge lives, and is nobody anywhere else. */
export function challengeTokensContract(
  name: string,
  open: () => Promise<ChallengeTokensUnderTest>,
  runner?: Runner,
): void {
  const close = () => undefined;
  contract({ port: 'ChallengeTokens', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('reads back the challenge and its secret, as long as the challenge lives', async ({ tokens }) => {
      for (const use of uses) {
        const asked = challenge(use);
        const token = await tokens.issue(asked, secret, now);
        for (const at of [now, before(asked.expiresAt, seconds(1))]) {
          const read = await tokens.read(use, token, at);
          assert.deepEqual([read?.id, read?.secret.reveal()], [asked.id, secret.reveal()]);
        }
      }
    });

    it('reads nothing once the challenge is over', async ({ tokens }) => {
      for (const use of uses) {
        const token = await tokens.issue(challenge(use), secret, now);
        for (const late of [life, minutes(6), minutes(60 * 24 * 365)])
          assert.equal(await tokens.read(use, token, after(now, late)), undefined);
      }
    });

    it('reads a token of one use for no other', async ({ tokens }) => {
      const [verify, enrol] = await Promise.all(uses.map((use) => tokens.issue(challenge(use), secret, now)));
      assert(verify && enrol);
      assert.equal(await tokens.read('enrol', verify, now), undefined);
      assert.equal(await tokens.read('verify', enrol, now), undefined);
    });

    it("reads no stranger's", async ({ tokens, stranger }) => {
      for (const use of uses)
        assert.equal(await tokens.read(use, await stranger.issue(challenge(use), secret, now), now), undefined);
    });

    it('reads nothing that was changed', async ({ tokens }) => {
      const token = (await tokens.issue(challenge('verify'), secret, now)).reveal();
      for (const at of [0, token.length >> 1, token.length - 2]) {
        const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
        assert.equal(await tokens.read('verify', new Secret(changed), now), undefined);
      }
    });

    it('reads nothing in what is malformed, and throws at nothing', async ({ tokens }) => {
      for (const text of strange)
        for (const use of uses) assert.equal(await tokens.read(use, new Secret(text), now), undefined);
    });

    it('never prints a secret', async ({ tokens }) => {
      const token = await tokens.issue(challenge('verify'), secret, now);
      const read = await tokens.read('verify', token, now);
      const written = [token, read, tokens].map((each) => inspect(each, { depth: 12 })).join('\n');
      for (const hidden of [secret, token]) assert(!`${written}${JSON.stringify(read)}`.includes(hidden.reveal()));
    });
  });
}
