import type { Variables } from '../../src/config.js';
import { aWorld, type World, type WorldOptions } from '../../src/testing/world.js';

const production: Variables = { NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.org' };

/** A world as it is in production: its schema is shown to nobody. It begins in the middle of a phone's step. */
export const graphqlWorld = (options: Omit<WorldOptions, 'env' | 'now'> = {}): Promise<World> =>
  aWorld({ ...options, env: production, now: new Date('2026-03-01T12:00:10.000Z') });
