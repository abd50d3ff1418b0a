import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { Recent } from '../../application/recent.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;
type Stored = Parameters<DocumentStore['set']>[1];

const remembered = 300; // documents; at most 1000 tokens each

/** The parsed and validated documents of late: two thirds of a small request's time is saved by not validating again. */
export class RecentDocuments implements DocumentStore {
  private readonly held = new Recent<string, Stored>(remembered);

  async get(key: string): Promise<Stored | undefined> {
    return this.held.get(key);
  }

  async set(key: string, document: Stored): Promise<void> {
    this.held.put(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.held.remove(key);
  }
}
