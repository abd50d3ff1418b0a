import type { WebhookId } from '../ids.js';
import type { Secret } from '../secret.js';

/** What receivers recognise us by: shown once, kept sealed. */
export interface WebhookSecrets {
  /** `whsec_` and base64 of 32 random bytes (Standard Webhooks 1.0.0), and the same sealed for this webhook. */
  make(webhook: WebhookId): { readonly secret: Secret; readonly sealed: string };
  /** Undefined where it was sealed under a key that we do not have, or not for this webhook. */
  open(sealed: string, webhook: WebhookId): Secret | undefined;
}
