import { hours } from '../../src/domain/duration.js';
import { limits, mailsPerHour, type Limited, type Numbers } from './numbers.js';
import type { Person, Pool } from './state.js';

/** A refusal that nobody was judged by; `retryAt` is null where waiting does not help. */
export interface Wait {
  readonly retryAt: number | null;
}

type Note = (type: string, about: Person | undefined, details?: object) => void;

/** Wrong answers and tries, as the specification counts them. */
export class Failures {
  private readonly pools = new Map<string, Pool>();
  private readonly mails = new Map<string, readonly number[]>();
  private readonly spans = new Map<string, { used: number; until: number }>();

  constructor(
    private readonly numbers: Numbers,
    private readonly note: Note,
  ) {}

  barred(key: string, now: number): Wait | undefined {
    const { waitUntil, closed, recent } = this.of(key, now);
    const { factorFailures, factorFailureWindow } = this.numbers;
    if (closed) return { retryAt: null };
    const crowded = recent.at(-factorFailures);
    const until = Math.max(waitUntil, crowded === undefined ? 0 : crowded + factorFailureWindow);
    return until > now ? { retryAt: until } : undefined;
  }

  /** Answers how many there were in a row. */
  fail(key: string, now: number, about: Person | undefined): number {
    const its = this.of(key, now);
    const { freeFailures, firstDelay, longestDelay, failuresToClose, deviceFailures, failuresToTell } = this.numbers;
    const kind = kindOf(key);
    const isFactor = kind === 'totp' || kind === 'backup-code';
    its.consecutive += 1;
    its.touchedAt = now;
    const over = its.consecutive - freeFailures;
    if (over >= 0) its.waitUntil = now + Math.min(firstDelay * 2 ** over, longestDelay);
    if (isFactor) its.recent.push(now);
    const since = now - this.numbers.factorFailureWindow;
    its.recent = its.recent.filter((at) => at > since);
    if (isFactor && its.consecutive === failuresToTell) this.note('mfa.guessed', about, { kind });
    its.closed = its.consecutive >= (kind === 'device' ? deviceFailures : failuresToClose);
    if (its.closed && kind !== 'device') this.note('pool.closed', about, { kind });
    return its.consecutive;
  }

  succeed(key: string, now: number): void {
    const its = this.of(key, now);
    if (its.consecutive === 0 && its.waitUntil === 0) return;
    Object.assign(its, { consecutive: 0, waitUntil: 0, touchedAt: now });
  }

  open(key: string, now: number, about: Person): void {
    if (this.of(key, now).closed) this.note('pool.opened', about, { kind: kindOf(key) });
    Object.assign(this.of(key, now), { consecutive: 0, waitUntil: 0, closed: false, touchedAt: now });
  }

  isClosed(key: string, now: number): boolean {
    return this.of(key, now).closed;
  }

  sweep(now: number): void {
    for (const [key, { closed, touchedAt }] of this.pools) {
      const lasts = closed && kindOf(key) !== 'device';
      if (!lasts && touchedAt < now - this.numbers.poolMemory) this.pools.delete(key);
    }
  }

  /** When there is room again, where there is none. Of what others use up, too, only a whole span is told. */
  full(bucket: Limited, subject: string, now: number): Wait | undefined {
    const { most, per } = limits[bucket];
    const { used, until } = this.span(bucket, subject, now);
    return used >= most ? { retryAt: bucket === 'mail-client' ? until : now + per } : undefined;
  }

  take(bucket: Limited, subject: string, now: number): Wait | undefined {
    const full = this.full(bucket, subject, now);
    if (full) return full;
    const span = this.span(bucket, subject, now);
    span.used += 1;
    this.spans.set(`${bucket}:${subject}`, span);
    if (span.used === limits[bucket].most) this.note('limit.reached', undefined, { bucket });
    return undefined;
  }

  /** Whether one more mail goes out; nobody's address is flooded. */
  mayMail(address: string, purpose: string, now: number): boolean {
    const key = `${purpose}:${address}`;
    const lately = (this.mails.get(key) ?? []).filter((at) => at > now - hours(1));
    // Once the last of them has lived half its life there is always one more: whoever asked for those keeps nobody out.
    const last = lately.at(-1) ?? 0;
    if (lately.length >= mailsPerHour && last > now - this.numbers.mailedLinkLife / 2) return false;
    this.mails.set(key, [...lately, now]);
    return true;
  }

  private span(bucket: Limited, subject: string, now: number): { used: number; until: number } {
    const kept = this.spans.get(`${bucket}:${subject}`);
    return kept && kept.until > now ? kept : { used: 0, until: now + limits[bucket].per };
  }

  private of(key: string, now: number): Pool {
    const kept = this.pools.get(key);
    if (kept) return kept;
    const blank = { consecutive: 0, waitUntil: 0, closed: false, recent: [], touchedAt: now };
    this.pools.set(key, blank);
    return blank;
  }
}

const kindOf = (key: string): string => key.slice(0, key.indexOf(':'));
