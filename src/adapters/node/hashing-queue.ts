import type { HashingLane } from '../../domain/ports/password-hasher.js';
import { RoundRobin } from './round-robin.js';

/** Of so many that are served one is a login that brings a known device, as long as any waits. */
const every = 3;

/**
 * Two rounds side by side: a third of the places is for logins that bring a known device, however many strangers wait,
 * and each round has what the other leaves.
 */
export class HashingQueue<T> {
  private readonly known = new RoundRobin<T>();
  private readonly strangers = new RoundRobin<T>();
  private served = 0;

  /** How many are served until `joining` more of this lane are, themselves included; at worst. */
  placeOf(lane: HashingLane, joining: number): number {
    const place = this.roundOf(lane).placeOf(lane.client, joining);
    const ahead = isKnown(lane) ? place * (every - 1) : Math.ceil(place / (every - 1));
    return place + Math.min(ahead, (isKnown(lane) ? this.strangers : this.known).size);
  }

  add(lane: HashingLane, item: T): void {
    this.roundOf(lane).add(lane.client, item);
  }

  next(): T | undefined {
    this.served = (this.served + 1) % every;
    const [first, second] = this.served === 0 ? [this.known, this.strangers] : [this.strangers, this.known];
    return first.next() ?? second.next();
  }

  /** Whoever of this lane is `gone` waits no longer. */
  leave(lane: HashingLane, gone: (item: T) => boolean): void {
    this.roundOf(lane).leave(lane.client, gone);
  }

  private roundOf(lane: HashingLane): RoundRobin<T> {
    return isKnown(lane) ? this.known : this.strangers;
  }
}

const isKnown = ({ purpose }: HashingLane): boolean => purpose === 'known-device';
