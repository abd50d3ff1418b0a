import { after } from '../../domain/duration.js';
import { KeyRing, type KeyRingNeeds } from './key-ring.js';
import { keptFor, publishedAhead, rotatedPurposes, type Lives, type RotatedPurpose } from './key-schedule.js';
import type { StoredKey } from './key-store.js';
import { LockedKeys } from './locked-keys.js';
import { makeKey, seatOf } from './make-key.js';

export interface KeyRotationNeeds extends KeyRingNeeds {
  readonly lives: Lives;
}

/** What an operator does to keys. Every ring sees it at its next reload. */
export class KeyRotation {
  private constructor(private readonly its: KeyRotationNeeds) {}

  /** Rejects as a ring does: under a wrong SECRET_KEY no key may be added that the replicas could not open. */
  static async open(its: KeyRotationNeeds): Promise<KeyRotation> {
    await KeyRing.open(its);
    return new KeyRotation(its);
  }

  /** Every key, the youngest first. */
  async list(): Promise<readonly StoredKey[]> {
    const keys = await this.its.store.all();
    return [...keys].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || (a.id < b.id ? -1 : 1));
  }

  /** A successor, published at once and used once everybody has read it. Signs nobody out. Forgets keys that are over. */
  async rotate(purpose: RotatedPurpose): Promise<StoredKey> {
    const now = this.its.clock.now();
    const made = await this.succeed(purpose, now, after(now, publishedAhead));
    const over = (await this.its.store.all()).filter(({ retiredAt }) => retiredAt && retiredAt <= now);
    await this.its.store.remove(over.map(({ id }) => id));
    return made;
  }

  /**
   * For a key that somebody else has: it is forgotten, and another one takes its place at once. What it signed is worth
   * nothing any more; sessions begun under a refresh key end with their access token. Undefined for an unknown key, and
   * for the index key, which has no successor.
   */
  async revoke(id: string): Promise<StoredKey | undefined> {
    const { store, clock } = this.its;
    const key = (await store.all()).find((each) => each.id === id);
    const purpose = rotatedPurposes.find((each) => each === key?.purpose);
    if (!key || !purpose) return undefined;
    const now = clock.now();
    const made = await this.succeed(purpose, now, now);
    await store.remove([key.id]);
    return made;
  }

  /** Seals every key under the present SECRET_KEY, so that the former one may go. Resolves with how many were not. */
  async reseal(): Promise<number> {
    const { store, seal } = this.its;
    const stale = (await store.all()).filter(({ sealed }) => !seal.isCurrent(sealed));
    for (const { id, purpose, sealed } of stale) {
      const seat = seatOf(id, purpose);
      const opened = seal.open(sealed, seat);
      if (opened.kind === 'unknown-key') throw LockedKeys.sealedUnder(opened.keyId, seal.keyId);
      if (opened.kind === 'tampered') throw LockedKeys.changed(purpose, id);
      await store.reseal(id, sealed, seal.seal(opened.text, seat));
    }
    return stale.length;
  }

  private async succeed(purpose: RotatedPurpose, madeAt: Date, activeFrom: Date): Promise<StoredKey> {
    const { store, seal, alg, lives } = this.its;
    const made = await makeKey(purpose, alg, seal, madeAt, activeFrom);
    await store.succeed(made, after(activeFrom, keptFor(purpose, lives)));
    return made;
  }
}
