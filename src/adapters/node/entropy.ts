import { hash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Digest } from '../../domain/ids.js';
import type { Entropy, SecretKind } from '../../domain/ports/entropy.js';
import { Secret } from '../../domain/secret.js';

const secretBytes = 32;

/** Chance from the operating system's generator, digests by SHA-256. */
export class NodeEntropy implements Entropy {
  /** `hmac` is a keyed hash under a key of this service; what it answers is kept in the database. */
  constructor(private readonly hmac: (value: string) => string) {}

  id<T extends string>(): T {
    // Not node's own version 7: it came with 24.16, and the service runs from 22.17 on.
    const id: string = v7();
    return id as T;
  }

  secret(kind: SecretKind): { readonly secret: Secret; readonly digest: Digest } {
    const secret = new Secret(randomBytes(secretBytes).toString('base64url'));
    return { secret, digest: this.digest(kind, secret) };
  }

  digest(kind: SecretKind, presented: Secret): Digest {
    return hash('sha256', `${kind}:${presented.reveal()}`, 'base64url') as Digest;
  }

  keyedDigest(purpose: 'typed-address' | 'client-network', value: string): Digest {
    return this.hmac(`${purpose}:${value}`) as Digest;
  }
}
