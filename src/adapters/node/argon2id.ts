/** argon2id, 19 MiB, two passes, one lane (RFC 9106; OWASP Password Storage; ASVS 11.4.2). */
export const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
