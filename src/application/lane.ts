import { networkOf, type Client } from '../domain/client.js';
import type { HashingLane } from '../domain/ports/password-hasher.js';

export const lane = (client: Client, purpose: HashingLane['purpose']): HashingLane => ({
  client: client.address === undefined ? 'unknown' : networkOf(client.address),
  purpose,
});
