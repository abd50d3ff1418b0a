import type { KeyPurpose } from '../../src/adapters/credentials/key-store.js';
import { jwks } from '../../src/adapters/credentials/jwks.js';
import type { Duration } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { sessionView } from '../../src/testing/credential-issuer.contract.js';
import type { Room } from './key-room.js';

export const purposes: readonly KeyPurpose[] = [
  'signing',
  'challenge',
  'cookie',
  'refresh',
  'link',
  'device',
  'audit',
  'index',
];
const secret = new Secret('a refresh secret that nobody needs here....');

/** An access token as the room issues it now. */
export async function token({ issuer, clock }: Room): Promise<Secret> {
  return (await issuer.issue(sessionView('token', clock.now()), secret, clock.now())).accessToken;
}
export const reads = async ({ issuer, clock }: Room, accessToken: Secret): Promise<boolean> =>
  (await issuer.read({ kind: 'token', accessToken }, clock.now())) !== undefined;
export const published = ({ ring }: Room) => jwks(ring).keys.map((key) => key['kid']);
export const activeId = ({ ring }: Room, purpose: KeyPurpose = 'signing') => ring.active(purpose).id;

/** Time passes and the timer that reloads the ring goes off. */
export async function pass(room: Room, span: Duration): Promise<void> {
  room.clock.advance(span);
  await room.ring.reload();
}

/** What it rejected with; undefined where it did not. */
export const failure = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
