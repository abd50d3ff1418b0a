import { createHmac } from 'node:crypto';
import type { KeyId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Seal } from '../node/seal.js';
import { keySet, type JwsKey, type SigningAlg } from './jws-key.js';
import type { KeyPurpose, KeyStore, StoredKey } from './key-store.js';
import { LockedKeys } from './locked-keys.js';
import { makeKey, openedKey, seatOf } from './make-key.js';

/** A key that this process has opened, and when it is used. */
export interface RingKey extends JwsKey, Pick<StoredKey, 'activeFrom' | 'retiredAt'> {
  readonly id: KeyId;
  readonly sealed: string;
}

export interface KeyRingNeeds {
  readonly store: KeyStore;
  readonly seal: Seal;
  readonly clock: Clock;
  /** Of signing keys made from now on; those there are stay what they are. */
  readonly alg: SigningAlg;
}

interface InForce {
  readonly keys: readonly RingKey[];
  readonly since: Date;
  readonly until: Date;
}

type Ring = ReadonlyMap<KeyPurpose, ReadonlyMap<string, RingKey>>;
const purposes: readonly KeyPurpose[] = [
  'signing',
  'challenge',
  'cookie',
  'refresh',
  'link',
  'device',
  'audit',
  'index',
];
const never = 8.64e15; // ms; no Date is later
const shortestPause = 1000; // ms between two loads that strangers can cause
const idShape = /^[\w-]{16,64}$/;

/** The keys of all replicas as one process sees them. Let a timer `reload` it each minute. */
export class KeyRing {
  private ring: Ring = new Map();
  private changes = 0;
  /** In what order the keys of a purpose are used, for as long as that stays as it is. */
  private readonly inForce = new Map<KeyPurpose, InForce>();
  private loading: Promise<void> | undefined;
  private loadedAt = Number.NEGATIVE_INFINITY;

  private constructor(private readonly its: KeyRingNeeds) {}

  /** The first of all replicas makes the keys. Rejects with `LockedKeys` where SECRET_KEY is not the one they are sealed under. */
  static async open(its: KeyRingNeeds): Promise<KeyRing> {
    const ring = new KeyRing(its);
    const now = its.clock.now();
    const rows = await its.store.all();
    const kept = rows.filter((row) => isKept(row, now));
    // Before anything is written: a key sealed under the wrong SECRET_KEY would lock out the right one.
    for (const row of kept) ring.openedRow(row);
    const over = rows.filter((row) => !isKept(row, now));
    if (over.length > 0) await its.store.remove(over.map((row) => row.id));
    const missing = purposes.filter((purpose) => !kept.some((key) => key.purpose === purpose));
    if (missing.length > 0) {
      await its.store.begin(await Promise.all(missing.map((each) => makeKey(each, its.alg, its.seal, now, now))));
    }
    await ring.reload();
    return ring;
  }

  /** Another number whenever the keys are others: what was verified under the former ones is not known any more. */
  get version(): number {
    return this.changes;
  }

  /** The key to use now: the youngest whose time has come. */
  active(purpose: KeyPurpose): RingKey {
    const [first] = this.accepted(purpose);
    if (!first) throw new Error(`There is no ${purpose} key`);
    return first;
  }

  /** The key to use now, former ones, and last those whose time has not come, which another replica's clock may have begun. */
  accepted(purpose: KeyPurpose): readonly RingKey[] {
    const now = this.its.clock.now();
    const known = this.inForce.get(purpose);
    if (known && known.since <= now && now < known.until) return known.keys;
    const keys = this.inOrder(purpose, now);
    this.inForce.set(purpose, { keys, since: now, until: this.nextChange(purpose, now) });
    return keys;
  }

  private inOrder(purpose: KeyPurpose, now: Date): readonly RingKey[] {
    const kept = [...(this.ring.get(purpose)?.values() ?? [])]
      .filter((key) => isKept(key, now))
      .sort((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime() || (a.id < b.id ? -1 : 1));
    const begun = kept.filter((key) => key.activeFrom <= now);
    return [...begun, ...kept.filter((key) => key.activeFrom > now).toReversed()];
  }

  /** When the next of the keys begins or ends. */
  private nextChange(purpose: KeyPurpose, now: Date): Date {
    const moments = [...(this.ring.get(purpose)?.values() ?? [])].flatMap(({ activeFrom, retiredAt }) => [
      activeFrom,
      retiredAt,
    ]);
    const ahead = moments.filter((moment) => moment !== undefined && moment > now).map(Number);
    return new Date(Math.min(...ahead, never));
  }

  /** A key that is still accepted; an unknown id makes the ring look again, and is undefined meanwhile. */
  byId(purpose: KeyPurpose, id: string): RingKey | undefined {
    const key = this.held(purpose, id);
    // Nobody waits for this load, and the one that a timer begins tells what went wrong.
    if (!key) void this.lookAgain().catch(() => undefined);
    return key;
  }

  /** As `byId`, after having looked again. Rejects with what the store throws. */
  async find(purpose: KeyPurpose, id: string | undefined): Promise<RingKey | undefined> {
    if (id === undefined || !idShape.test(id)) return undefined;
    const key = this.held(purpose, id);
    if (key) return key;
    await this.lookAgain();
    return this.held(purpose, id);
  }

  /** Keyed: what is digested can be guessed, such as an address, and is not found by whoever reads the database. */
  indexDigest(value: string): string {
    return createHmac('sha256', this.active('index').verifies).update(value, 'utf8').digest('base64url');
  }

  /** What is stored now, taken as a whole or not at all; rejects with `LockedKeys` or what the store throws. */
  reload(): Promise<void> {
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** One load in flight and one a second, whatever is asked for: a made-up key id costs the database next to nothing. */
  private async lookAgain(): Promise<void> {
    const pause = Math.abs(this.its.clock.now().getTime() - this.loadedAt);
    if (this.loading || pause >= shortestPause) await this.reload();
  }

  private async load(): Promise<void> {
    this.loadedAt = this.its.clock.now().getTime();
    const rows = await this.its.store.all();
    const ring = new Map(purposes.map((purpose) => [purpose, this.opened(purpose, rows)]));
    if (fingerprint(ring) === fingerprint(this.ring)) return;
    this.ring = ring;
    this.inForce.clear();
    this.changes += 1;
  }

  private opened(purpose: KeyPurpose, rows: readonly StoredKey[]): ReadonlyMap<string, RingKey> {
    const now = this.its.clock.now();
    const keys = rows.filter((row) => row.purpose === purpose && isKept(row, now)).map((row) => this.openedRow(row));
    const set = keySet(keys);
    if (!set || set.size === 0) throw new Error(`The ${purpose} keys in the database are no set of keys`);
    return set;
  }

  private openedRow({ id, purpose, sealed, activeFrom, retiredAt }: StoredKey): RingKey {
    const held = this.ring.get(purpose)?.get(id);
    // The same objects as before: what was prepared for them is kept.
    if (held?.sealed === sealed) return { ...held, activeFrom, retiredAt };
    const { seal } = this.its;
    const opened = seal.open(sealed, seatOf(id, purpose));
    if (opened.kind === 'unknown-key') throw LockedKeys.sealedUnder(opened.keyId, seal.keyId);
    const key = opened.kind === 'opened' && openedKey(id, opened.text);
    // A symmetric key in a signing key's place would be published, and the reverse would sign in silence.
    if (!key || (key.alg === 'HS256') !== (purpose !== 'signing')) throw LockedKeys.changed(purpose, id);
    return { ...key, id, sealed, activeFrom, retiredAt };
  }

  private held(purpose: KeyPurpose, id: string): RingKey | undefined {
    const key = this.ring.get(purpose)?.get(id);
    return key && isKept(key, this.its.clock.now()) ? key : undefined;
  }
}

const isKept = ({ retiredAt }: Pick<StoredKey, 'retiredAt'>, now: Date): boolean => !retiredAt || retiredAt > now;

const fingerprint = (ring: Ring): string =>
  JSON.stringify(
    [...ring.values()].flatMap((keys) =>
      [...keys.values()].map(({ id, sealed, activeFrom, retiredAt }) => [id, sealed, activeFrom, retiredAt]).sort(),
    ),
  );
