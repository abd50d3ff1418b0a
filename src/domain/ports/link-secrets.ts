import type { KeyId, LinkId } from '../ids.js';
import type { Secret } from '../secret.js';

/** Which secret is asked for: one link's, under the key it was issued with. */
export interface LinkKey {
  readonly id: LinkId;
  readonly keyId: KeyId;
}

/** Keyed hashes: a link's secret is computed again when it is mailed, so that nothing secret waits to be sent. */
export interface LinkSecrets {
  /** The key for links issued from now on. */
  keyId(): KeyId;
  /** `HMAC(key, 'link' ‖ id)`, 256 bits. Undefined where the key is gone: the link cannot be mailed any more. */
  of(link: LinkKey): Secret | undefined;
  /** What is mailed: the link's id and its secret, safe in a URL. */
  code(id: LinkId, secret: Secret): Secret;
  /** Undefined where it has not the shape of one. */
  parse(code: Secret): { readonly id: LinkId; readonly secret: Secret } | undefined;
}
