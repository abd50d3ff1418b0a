import type { KeyStore, StoredKey } from '../credentials/key-store.js';
import type { KeyId } from '../../domain/ids.js';

/** Keys in a Map; several rings on one instance are several replicas. */
export class MemoryKeyStore implements KeyStore {
  private readonly keys = new Map<KeyId, StoredKey>();

  async all(): Promise<readonly StoredKey[]> {
    return [...this.keys.values()];
  }

  async begin(first: readonly StoredKey[]): Promise<void> {
    const held = new Set([...this.keys.values()].map((key) => key.purpose));
    for (const key of first) if (!held.has(key.purpose)) this.keys.set(key.id, key);
  }

  async succeed(key: StoredKey, formerUntil: Date): Promise<void> {
    for (const former of this.keys.values())
      if (former.purpose === key.purpose && !former.retiredAt)
        this.keys.set(former.id, { ...former, retiredAt: formerUntil });
    this.keys.set(key.id, key);
  }

  async reseal(id: KeyId, from: string, to: string): Promise<void> {
    const key = this.keys.get(id);
    if (key?.sealed === from) this.keys.set(id, { ...key, sealed: to });
  }

  async remove(ids: readonly KeyId[]): Promise<void> {
    for (const id of ids) this.keys.delete(id);
  }
}
