import { randomBytes } from 'node:crypto';
import type { WebhookId } from '../../domain/ids.js';
import type { WebhookSecrets } from '../../domain/ports/webhook-secrets.js';
import { Secret } from '../../domain/secret.js';
import type { Seal, Seat } from '../node/seal.js';

const secretBytes = 32; // 24 to 64 (Standard Webhooks 1.0.0)
const seat = (webhook: WebhookId): Seat => ({ purpose: 'webhook-secret', owner: webhook });

export class SealedWebhookSecrets implements WebhookSecrets {
  constructor(private readonly seal: Pick<Seal, 'seal' | 'open'>) {}

  make(webhook: WebhookId): { readonly secret: Secret; readonly sealed: string } {
    const secret = new Secret(`whsec_${randomBytes(secretBytes).toString('base64')}`);
    return { secret, sealed: this.seal.seal(secret, seat(webhook)) };
  }

  open(sealed: string, webhook: WebhookId): Secret | undefined {
    const opened = this.seal.open(sealed, seat(webhook));
    return opened.kind === 'opened' ? opened.text : undefined;
  }
}
