import { isIP } from 'node:net';
import type { Environment } from './environment.js';

/** Where webhooks may go besides the internet; see `Reach`. */
export interface WebhookSettings {
  readonly loopback: boolean;
  readonly privateNetworks: boolean;
  readonly networks: readonly string[];
}

const right = 'on, off, or networks with commas between, such as 10.1.0.0/16,fd12:3456::/32';

/** Outside production receivers on this machine are fine, also without TLS. */
export function webhooksIn(env: Environment, production: boolean): WebhookSettings {
  const allowed = env.parsed('WEBHOOK_ALLOW_PRIVATE', right, allowedIn) ?? 'off';
  return {
    loopback: !production,
    privateNetworks: allowed === 'on',
    networks: typeof allowed === 'string' ? [] : allowed,
  };
}

function allowedIn(value: string): 'on' | 'off' | readonly string[] | undefined {
  if (value === 'on' || value === 'off') return value;
  const networks = value.split(',').map((network) => network.trim());
  return networks.every(isNetwork) ? networks : undefined;
}

function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([0-9a-f.:]+)\/([0-9]{1,3})$/i.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
}
