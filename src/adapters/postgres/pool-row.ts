import type { FailurePoolState } from '../../domain/throttle/failure-pool.js';
import { dateIn, type Json } from './json.js';

/** `failure_pools.state`, read. */
export function poolState(text: string): FailurePoolState {
  const json = JSON.parse(text) as Json<FailurePoolState>;
  return {
    id: json.id,
    consecutive: json.consecutive,
    waitUntil: dateIn(json.waitUntil),
    closedAt: dateIn(json.closedAt),
    recent: json.recent.map((at) => new Date(at)),
    touchedAt: new Date(json.touchedAt),
  };
}
