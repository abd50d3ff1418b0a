import { createHmac } from 'node:crypto';
import type { Parcel } from '../../domain/ports/courier.js';
import type { Secret } from '../../domain/secret.js';

/** What says that it is us, and that it is new: a signature for each secret (Standard Webhooks 1.0.0, symmetric). */
export function signedHead({ id, at, body, secrets }: Parcel): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const sign = (secret: Secret): string => {
    const key = Buffer.from(secret.reveal().replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  };
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  };
}
