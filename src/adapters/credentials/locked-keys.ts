import type { KeyPurpose } from './key-store.js';

/** Stored keys do not open: nothing can be signed or judged. The message says what would be right, and no secret. */
export class LockedKeys extends Error {
  override readonly name = 'LockedKeys';

  static sealedUnder(sealedUnder: string, given: string): LockedKeys {
    return new LockedKeys(
      `SECRET_KEY does not open the keys in the database: they were sealed under the key named ` +
        `${sealedUnder}, and the one given is named ${given}. Give the key that was used before, as SECRET_KEY or, ` +
        `beside a new one, as SECRET_KEY_PREVIOUS.`,
    );
  }

  static changed(purpose: KeyPurpose, id: string): LockedKeys {
    return new LockedKeys(
      `The ${purpose} key ${id} was changed in the database since it was sealed. Restore its ` +
        `row from a backup, or delete it to have another one made.`,
    );
  }
}
