import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { outcomeOf } from '../../domain/audit/outcome.js';
import { before, minutes } from '../../domain/duration.js';
import type { DomainEvent } from '../../domain/events.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { FactorOwners, MfaStatistics } from '../../domain/ports/mfa-statistics.js';
import type { Witness } from '../../domain/ports/witness.js';

/** Looking through all users costs more than anybody scrapes for. */
const ownersKept = minutes(1);

/**
 * What happens, counted for Prometheus. Counters are this process's own, from its start: add replicas up. How many users
 * own what is read from the database and the same at every replica: take the highest. No label is about a person.
 */
export class PrometheusMetrics implements Witness {
  private readonly registry = new Registry();
  private readonly facts = this.counter('facts_total', 'Facts committed, by kind and outcome.', 'kind', 'outcome');
  private readonly asked = this.counter('mfa_challenges_total', 'Second factors asked for.');
  private readonly expired = this.counter('mfa_challenges_expired_total', 'Challenges that nobody answered in time.');
  private readonly answers = this.counter('mfa_answers_total', 'Answers to challenges.', 'factor', 'outcome');
  private readonly pools = this.counter('pools_closed_total', 'Failure pools closed by wrong answers.', 'kind');
  private readonly bypasses = this.counter('bypasses_used_total', 'Bypasses used, once a minute.', 'bypass');
  private readonly users = this.gauge('users', 'Active people.');
  private readonly owners = this.gauge('users_by_factor', 'Active people who own a factor, or none.', 'factor');
  private read: { readonly at: Date; readonly owners: FactorOwners } | undefined;

  constructor(private readonly its: { readonly clock: Clock; readonly statistics: () => MfaStatistics }) {
    collectDefaultMetrics({ register: this.registry, prefix: 'portcullis_' });
    this.asked.inc(0);
    this.expired.inc(0);
  }

  saw(event: DomainEvent): void {
    this.facts.inc({ kind: event.type, outcome: outcomeOf(event.type) });
    // prettier-ignore
    switch (event.type) {
      case 'mfa.challenged': return this.asked.inc();
      case 'mfa.expired':    return this.expired.inc();
      case 'mfa.passed':     return this.answers.inc({ factor: event.kind, outcome: 'passed' });
      case 'mfa.refused':    return this.answers.inc({ factor: event.kind, outcome: 'refused' });
      case 'pool.closed':    return this.pools.inc({ kind: event.kind });
      case 'bypass.used':    return this.bypasses.inc({ bypass: event.name });
      default:               return undefined;
    }
  }

  /** Everything as text, in the format that `type` names. Rejects where the database is gone. */
  async scrape(): Promise<{ readonly type: string; readonly body: string }> {
    const { users, withoutFactor, byFactor } = await this.ownersNow();
    this.users.set(users);
    this.owners.set({ factor: 'none' }, withoutFactor);
    for (const [factor, count] of Object.entries(byFactor)) this.owners.set({ factor }, count);
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }

  private async ownersNow(): Promise<FactorOwners> {
    const { clock, statistics } = this.its;
    const now = clock.now();
    if (!this.read || this.read.at <= before(now, ownersKept))
      this.read = { at: now, owners: await statistics().owners() };
    return this.read.owners;
  }

  private counter<L extends string>(name: string, help: string, ...labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `portcullis_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, ...labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name: `portcullis_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
