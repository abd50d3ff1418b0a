import type { ExportRow } from '../../application/import-users.js';
import type { Secret } from '../../domain/secret.js';

export interface SourceOptions {
  /** What the other service sealed its second factors with, where it did. */
  readonly secret: Secret | undefined;
  /** Whoever has a second factor that we do not know comes in without it, and is not refused. */
  readonly dropFactors: boolean;
}

/** How an export of one service is read. Rejects with `BrokenFile` where it is none. */
export type Source = (text: AsyncIterable<string>, options: SourceOptions) => AsyncIterable<ExportRow>;
