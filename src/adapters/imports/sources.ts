import { betterAuth } from './better-auth.js';
import { directus } from './directus.js';
import { keycloak } from './keycloak.js';
import { portcullis } from './portcullis.js';
import type { Source } from './source.js';

/** Whose exports can be read. */
export const sources = { portcullis, 'better-auth': betterAuth, keycloak, directus } as const satisfies Readonly<
  Record<string, Source>
>;
