import { createHmac } from 'node:crypto';
import { SystemClock } from '../adapters/node/system-clock.js';
import type { Clock } from '../domain/ports/clock.js';
import { decodeBase32, decodeTypedBase32 } from './base32.js';

interface Account {
  readonly issuer: string | undefined;
  readonly account: string;
  readonly seed: Buffer;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digits: number;
  readonly period: number;
}

/**
 * An authenticator app for tests. It shares no code with the service: RFC 4226 §5.3 and RFC 6238 §4 on the HMAC of
 * node:crypto, and the Key URI format read as strictly as a phone could.
 */
export class Phone {
  private constructor(
    private readonly held: Account,
    private readonly clock: Clock,
  ) {}

  /** Scans an otpauth URI. Throws a RangeError at anything that is not exactly one. */
  static scan(uri: string, clock: Clock = new SystemClock()): Phone {
    const { protocol, host, pathname, searchParams } = new URL(uri);
    if (protocol !== 'otpauth:' || host !== 'totp') throw new RangeError('otpauth: not a TOTP account');
    const one = (name: string): string | undefined => {
      const given = searchParams.getAll(name);
      if (given.length > 1) throw new RangeError(`otpauth: ${name} is given twice`);
      return given[0];
    };
    const label = decodeURIComponent(pathname.slice(1));
    const colon = label.indexOf(':');
    const issuer = one('issuer') ?? (colon < 0 ? undefined : label.slice(0, colon));
    if (colon >= 0 && issuer !== label.slice(0, colon)) throw new RangeError('otpauth: two different issuers');
    const secret = one('secret');
    if (!secret) throw new RangeError('otpauth: no secret');
    const held: Account = {
      issuer,
      account: label.slice(colon + 1).trimStart(),
      seed: decodeBase32(secret),
      algorithm: algorithmOf(one('algorithm')),
      digits: wholeNumber(one('digits'), 6),
      period: wholeNumber(one('period'), 30),
    };
    return new Phone(held, clock);
  }

  /** An account made by typing the secret in; the rest is then what every app assumes. */
  static type(secret: string, account = 'typed', clock: Clock = new SystemClock()): Phone {
    const seed = decodeTypedBase32(secret);
    return new Phone({ issuer: undefined, account, seed, algorithm: 'sha1', digits: 6, period: 30 }, clock);
  }

  get issuer(): string | undefined {
    return this.held.issuer;
  }

  get account(): string {
    return this.held.account;
  }

  /** What the phone shows at `now`; by its own clock where no other moment is given. */
  code(now: Date = this.clock.now()): string {
    return this.codeAt(this.stepAt(now));
  }

  stepAt(now: Date): number {
    return Math.floor(now.getTime() / 1000 / this.held.period);
  }

  codeAt(step: number): string {
    const { seed, algorithm, digits } = this.held;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac(algorithm, seed).update(counter).digest();
    const offset = mac.readUInt8(mac.length - 1) & 0xf;
    const truncated = mac.readUInt32BE(offset) & 0x7fffffff;
    return (truncated % 10 ** digits).toString().padStart(digits, '0');
  }
}

function algorithmOf(name = 'SHA1'): Account['algorithm'] {
  const algorithm = name.toLowerCase();
  if (algorithm === 'sha1' || algorithm === 'sha256' || algorithm === 'sha512') return algorithm;
  throw new RangeError('otpauth: an unknown algorithm');
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new RangeError('otpauth: not a number');
  return Number(text);
}
