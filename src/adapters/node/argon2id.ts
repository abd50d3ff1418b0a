/** argon2id, 19 MiB, two passes, one lane (RFC 9106; OWASP Password Storage; ASVS 11.4.2). */
export const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** What a password's hash costs, here and whoever guesses. */
export interface Argon2Cost {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
}

export const usualCost: Argon2Cost = { memoryCost: argon2id.memoryCost, timeCost: argon2id.timeCost };

/** Whether a stored hash is cheaper to guess than those that are made today: by other numbers, or another algorithm. */
export function isOutdated(encoded: string, { memoryCost, timeCost }: Argon2Cost): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(encoded) ?? [];
  return !(Number(memory) >= memoryCost && Number(passes) >= timeCost);
}
