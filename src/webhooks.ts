import type { Pool } from 'pg';
import { Seal } from './adapters/node/seal.js';
import { PostgresWebhookDeliveries } from './adapters/postgres/webhook-deliveries.js';
import { PostgresWebhooks } from './adapters/postgres/webhooks.js';
import { HttpCourier } from './adapters/webhooks/http-courier.js';
import { SealedWebhookSecrets } from './adapters/webhooks/sealed-webhook-secrets.js';
import { CreateWebhook } from './application/create-webhook.js';
import { ListWebhooks } from './application/list-webhooks.js';
import { RelayWebhooks } from './application/relay-webhooks.js';
import { RemoveWebhook } from './application/remove-webhook.js';
import { ReplayWebhook } from './application/replay-webhook.js';
import { RotateWebhookSecret } from './application/rotate-webhook-secret.js';
import { SwitchWebhook } from './application/switch-webhook.js';
import type { Bind, Its, Opened, pick as some, Ports as Tokens } from './container.js';
import type { Clock } from './domain/ports/clock.js';
import type { Entropy } from './domain/ports/entropy.js';
import type { Needs } from './needs.js';
import type { WebhookSettings } from './webhook-settings.js';

type Ports = Pick<Needs, 'webhooks' | 'webhookDeliveries' | 'webhookSecrets' | 'courier'>;
type Verbs = Ports & Pick<Needs, 'work' | 'outbox' | 'clock' | 'policy' | 'entropy'>;

interface Room {
  readonly pool: () => Pool;
  readonly seal: () => Pick<Seal, 'seal' | 'open'>;
  readonly stamp: () => { readonly clock: Clock; readonly entropy: Pick<Entropy, 'id'> };
  readonly settings: WebhookSettings;
}

/** What fills the ports of webhooks, each made when it is asked for. */
export const webhooksOn = ({ pool, seal, stamp, settings }: Room): { readonly [N in keyof Ports]: () => Ports[N] } => ({
  webhooks: () => new PostgresWebhooks({ pool: pool(), ...stamp() }),
  webhookDeliveries: () => new PostgresWebhookDeliveries(pool()),
  webhookSecrets: () => new SealedWebhookSecrets(seal()),
  courier: () => new HttpCourier(settings),
});

/** What is done about webhooks, at the command line as by a request. */
export const webhookVerbs = (its: Omit<Verbs, 'entropy'> & { readonly entropy: Pick<Entropy, 'id'> }) => ({
  create: new CreateWebhook(its),
  list: new ListWebhooks(its),
  rotate: new RotateWebhookSecret(its),
  switch: new SwitchWebhook(its),
  remove: new RemoveWebhook(its),
  replay: new ReplayWebhook(its),
});

export function bindWebhooks(
  bind: Bind,
  pick: typeof some,
  tokens: typeof Tokens & { readonly database: (typeof Opened)['database'] },
  settings: WebhookSettings,
): void {
  const room = (its: Its): Room => ({
    pool: () => its.resolve(tokens.database).pool,
    seal: () => its.resolve(Seal),
    stamp: () => pick(its, 'clock', 'entropy'),
    settings,
  });
  for (const name of ['webhooks', 'webhookDeliveries', 'webhookSecrets', 'courier'] as const)
    bind<unknown>(tokens[name], (its) => webhooksOn(room(its))[name]());

  const core = ['work', 'clock', 'policy', 'webhooks'] as const;
  bind(CreateWebhook, (its) => new CreateWebhook(pick(its, ...core, 'webhookSecrets', 'courier', 'entropy')));
  bind(ListWebhooks, (its) => new ListWebhooks(pick(its, ...core, 'webhookDeliveries')));
  bind(RotateWebhookSecret, (its) => new RotateWebhookSecret(pick(its, ...core, 'webhookSecrets')));
  bind(SwitchWebhook, (its) => new SwitchWebhook(pick(its, ...core)));
  bind(RemoveWebhook, (its) => new RemoveWebhook(pick(its, ...core, 'webhookDeliveries', 'outbox')));
  bind(ReplayWebhook, (its) => new ReplayWebhook(pick(its, ...core, 'webhookDeliveries', 'outbox')));
  bind(RelayWebhooks, (its) => {
    const told = ['outbox', 'webhooks', 'webhookDeliveries', 'webhookSecrets', 'courier', 'clock'] as const;
    return new RelayWebhooks(pick(its, ...told));
  });
}
