import { createHmac } from 'node:crypto';
import { parseId, type KeyId, type LinkId } from '../../domain/ids.js';
import type { LinkKey, LinkSecrets } from '../../domain/ports/link-secrets.js';
import { Secret } from '../../domain/secret.js';
import { framed } from '../node/framed.js';
import type { KeyRing } from './key-ring.js';

// Id and secret: bounded before anything is looked up.
const shape = /^([0-9a-f-]{36})\.([\w-]{43})$/;

/** Secrets of mailed links under the ring's link keys: HMAC-SHA-256, 256 bits. A rotation ends no link: each pins its key. */
export class KeyedLinkSecrets implements LinkSecrets {
  constructor(private readonly ring: KeyRing) {}

  keyId(): KeyId {
    return this.ring.active('link').id;
  }

  of({ id, keyId }: LinkKey): Secret | undefined {
    const key = this.ring.byId('link', keyId);
    if (!key) return undefined;
    return new Secret(createHmac('sha256', key.verifies).update(framed('link', id)).digest('base64url'));
  }

  code(id: LinkId, secret: Secret): Secret {
    return new Secret(`${id}.${secret.reveal()}`);
  }

  parse(code: Secret): ReturnType<LinkSecrets['parse']> {
    const [, raw = '', secret] = shape.exec(code.reveal()) ?? [];
    const id = parseId<LinkId>(raw);
    return id && secret ? { id, secret: new Secret(secret) } : undefined;
  }
}
