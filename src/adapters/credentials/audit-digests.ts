import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import {
  personalFields,
  type Opening,
  type PersonalField,
  type Replaced,
  type SealableFact,
  type Signature,
} from '../../domain/audit/sealable-fact.js';
import type { Seal, SealHead } from '../../domain/audit/seal.js';
import type { AuditDigests } from '../../domain/ports/audit-digests.js';
import { framed } from '../node/framed.js';
import type { KeyRing } from './key-ring.js';

const sha256 = (...fields: readonly string[]): string => hash('sha256', framed('audit', ...fields), 'base64url');

/**
 * SHA-256 over framed fields, and HMAC-SHA-256 under the ring's audit key. The key stands in the database only sealed
 * under SECRET_KEY: whoever can write every table can compute hashes, and still cannot seal what they changed.
 */
export class KeyedAuditDigests implements AuditDigests {
  constructor(private readonly ring: () => Pick<KeyRing, 'active' | 'byId'>) {}

  leaf(fact: SealableFact): string | undefined {
    const { id, position, at, type, correlationId, event } = fact;
    // Said twice in a row: whoever edits one of them only is found out, too.
    if (event['type'] !== type || event['userId'] !== fact.user) return undefined;
    const commitments = this.commitments(fact);
    const { userId: _, ...rest } = event;
    return commitments && sha256('fact', id, position, at, type, correlationId, canonical(rest), ...commitments);
  }

  link(number: number, before: SealHead | undefined, leaves: readonly string[]): string {
    return sha256('seal', String(number), before?.hash ?? '', ...leaves);
  }

  opening(fact: SealableFact, replaced: Replaced): Opening {
    const commitments: Record<string, string> = {};
    const salts: Record<string, string> = {};
    for (const field of personalFields) {
      const salt = saltOf(fact, field);
      const known = fact.opening?.commitments[field];
      if (known !== undefined) commitments[field] = known;
      else if (salt === undefined) throw new Error(`Fact ${fact.id} has lost its salt`);
      else if (field in replaced) commitments[field] = commitment(field, salt, fact[field]);
      else salts[field] = salt;
    }
    const signature = this.mac(statement({ ...fact, ...replaced }, { commitments, salts }));
    return { commitments, salts, signature };
  }

  sign({ number, hash: made }: Pick<Seal, 'number' | 'hash'>, what: 'sealed' | 'pruned'): Signature {
    return this.mac(framed(what, String(number), made));
  }

  isSigned({ number, hash: made }: Pick<Seal, 'number' | 'hash'>, what: 'sealed' | 'pruned', by: Signature): boolean {
    return this.isMac(framed(what, String(number), made), by);
  }

  /** Of the personal fields, in order; undefined where what should open them is not there or not ours. */
  private commitments(fact: SealableFact): readonly string[] | undefined {
    const { opening } = fact;
    if (opening && !this.isMac(statement(fact, opening), opening.signature)) return undefined;
    const made = personalFields.map((field) => {
      const salt = saltOf(fact, field);
      return opening?.commitments[field] ?? (salt && commitment(field, salt, fact[field]));
    });
    return made.every((each) => each !== undefined) ? made : undefined;
  }

  private mac(text: Buffer): Signature {
    const { id, verifies } = this.ring().active('audit');
    return { keyId: id, mac: createHmac('sha256', verifies).update(text).digest('base64url') };
  }

  private isMac(text: Buffer, { keyId, mac }: Signature): boolean {
    const key = this.ring().byId('audit', keyId);
    if (!key) return false;
    const [made, given] = [createHmac('sha256', key.verifies).update(text).digest(), Buffer.from(mac, 'base64url')];
    return made.length === given.length && timingSafeEqual(made, given);
  }
}

/** A salt a field: those of what is not forgotten can be kept where the fact's own must go. */
const saltOf = ({ salt, opening }: SealableFact, field: PersonalField): string | undefined =>
  opening?.salts[field] ?? (salt === undefined || opening ? undefined : sha256('salt', salt, field));

const commitment = (field: PersonalField, salt: string, value: string | undefined): string =>
  value === undefined ? sha256('nothing', field, salt) : sha256('value', field, salt, value);

/** That fields were forgotten, with what stands in their place. */
function statement(fact: SealableFact, { commitments, salts }: Pick<Opening, 'commitments' | 'salts'>): Buffer {
  const instead = Object.fromEntries(Object.keys(commitments).map((field) => [field, fact[field as PersonalField]]));
  return framed('forgotten', fact.id, canonical(commitments), canonical(salts), canonical(instead));
}

/** JSON with its keys in order, so that the same is always the same bytes (in the manner of RFC 8785). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
