import type { Context } from 'mocha';
import { standard } from './standards.js';

/** The published vectors that our tests use. */
export interface Vectors {
  readonly rfc4226_appendix_d: {
    readonly secretHex: string;
    readonly secretBase32: string;
    readonly vectors: readonly { readonly count: number; readonly hotp: string }[];
  };
  readonly rfc6238_appendix_b: {
    readonly seeds: Readonly<Record<string, { readonly hex: string; readonly base32NoPad: string }>>;
    readonly vectors: readonly {
      readonly time: number;
      readonly step: number;
      readonly mode: string;
      readonly totp8: string;
      readonly totp6: string;
    }[];
    readonly stepBoundaries: readonly { readonly time: number; readonly step: number; readonly totp8_sha1?: string }[];
  };
  readonly totp_window_cases: {
    readonly secretHex: string;
    readonly serverTime: number;
    readonly serverStep: number;
    readonly codes6: readonly { readonly offset: number; readonly step: number; readonly code: string }[];
    readonly expected: Readonly<Record<string, readonly number[]>>;
  };
  readonly rfc4648_section_10: readonly {
    readonly ascii: string;
    readonly base32: string;
    readonly base32NoPad: string;
  }[];
  readonly base32_decoder_negative: readonly { readonly in: string; readonly why: string }[];
  readonly base32_decoder_lenient: readonly { readonly in: string; readonly out: string }[];
  readonly otpauth: readonly {
    readonly uri: string;
    readonly secretHex: string;
    readonly issuer: string;
    readonly account: string;
  }[];
  readonly otpauth_hostile_labels: readonly {
    readonly issuer: string;
    readonly account: string;
    readonly expect: string;
  }[];
  readonly jwk_thumbprints: readonly {
    readonly source: string;
    readonly jwk: Readonly<Record<string, string>>;
    readonly sha256: string;
  }[];
  readonly jws: readonly {
    readonly source: string;
    readonly alg: string;
    readonly jws: string;
    readonly key?: Readonly<Record<string, string>>;
  }[];
  readonly jwt_negative_headers: readonly string[];
  readonly jwt_negative_claims: readonly string[];
  readonly rfc9106_argon2id: Readonly<
    Record<'passwordHex' | 'saltHex' | 'secretHex' | 'associatedDataHex' | 'tagHex', string> &
      Record<'memoryKiB' | 'passes' | 'parallelism' | 'tagLength', number>
  >;
}

/** The vectors, or a skipped test where the standards do not stand beside the repository. */
export function vectors(test: Context): Vectors {
  return standard<Vectors>('vectors.json') ?? test.skip();
}
