import { createHash } from 'node:crypto';
import type { Statement } from './prepared-query.js';

export const statement = (text: string): Statement => ({
  name: createHash('sha256').update(text).digest('base64url').slice(0, 32),
  text,
});
