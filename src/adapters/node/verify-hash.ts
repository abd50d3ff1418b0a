import { verifySync } from '@node-rs/argon2';
import type * as bcryptjs from 'bcryptjs';
import { pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import { hashRecipe } from './hash-recipe.js';

const load = createRequire(import.meta.url);

/**
 * Whether one of these spellings is the password. Ours and what other services left behind alike, each judged by its own
 * library. Throws at what is no hash, or one that would cost more than we give.
 */
export function verifyHash(encoded: string, spellings: readonly string[]): boolean {
  const recipe = hashRecipe(encoded);
  if (!recipe) throw new TypeError('A stored hash that nobody knows');
  return spellings.some((password) => {
    switch (recipe.kind) {
      case 'argon2':
        return verifySync(encoded, password);
      case 'bcrypt': {
        // Loaded at the first such hash: most services never see one.
        const { compareSync } = load('bcryptjs') as typeof bcryptjs;
        return compareSync(password, encoded);
      }
      case 'scrypt': {
        const { salt, key, cost, blockSize, parallelization } = recipe;
        // What the algorithm itself takes, and a little around it.
        const maxmem = 128 * blockSize * (cost + parallelization + 2) + 2 ** 20;
        return timingSafeEqual(
          scryptSync(password, salt, key.length, { cost, blockSize, parallelization, maxmem }),
          key,
        );
      }
      case 'pbkdf2':
        return timingSafeEqual(
          pbkdf2Sync(password, recipe.salt, recipe.iterations, recipe.key.length, recipe.digest),
          recipe.key,
        );
      default:
        return recipe satisfies never;
    }
  });
}
