import { after, seconds } from '../../domain/duration.js';
import { counted, LimitKey, standing, type Limit, type Quota, type Span } from '../../domain/throttle/limit.js';

/**
 * What limits have counted. There are never more than `most` of them: whoever comes when all places are taken shares one
 * with all who do, so a flood of names costs no memory, and makes nobody's count forgotten.
 */
export class Spans {
  private readonly spans = new Map<LimitKey, Span>();
  private clearedAt = new Date(0);

  constructor(private readonly most = 10_000) {}

  get size(): number {
    return this.spans.size;
  }

  /** Whether one more would be admitted. */
  look(key: LimitKey, limit: Limit, now: Date): Quota {
    return standing(this.spans.get(this.placeOf(key, now)), limit, now);
  }

  /** Counts one, where it is admitted. */
  take(key: LimitKey, limit: Limit, now: Date): Quota {
    const place = this.placeOf(key, now);
    const { quota, span } = counted(this.spans.get(place), limit, now);
    this.spans.set(place, span);
    return quota;
  }

  /** Forgets those that are meant, over or not. */
  forget(meant: (key: LimitKey) => boolean): void {
    for (const key of this.spans.keys()) if (meant(key)) this.spans.delete(key);
  }

  /** Forgets what is over, at most `limit` of them; answers how many. */
  sweep(now: Date, limit: number): number {
    let swept = 0;
    for (const [key, { until }] of this.spans) {
      if (swept >= limit) break;
      if (until <= now && this.spans.delete(key)) swept += 1;
    }
    return swept;
  }

  private placeOf(key: LimitKey, now: Date): LimitKey {
    if (this.spans.has(key)) return key;
    // Looking through all of them for each of a flood would be a flood of its own.
    if (this.spans.size >= this.most - shared && after(this.clearedAt, seconds(1)) <= now) {
      this.clearedAt = now;
      this.sweep(now, this.most);
    }
    return this.spans.size < this.most - shared ? key : (`${LimitKey.bucketOf(key)}:others` as LimitKey);
  }
}

/** Places kept for those who share: one a bucket, and there are fewer buckets than that. */
const shared = 16;
