import type { ListActivityOutcome } from '../../application/list-activity.js';
import type { MfaUsageOutcome, MfaUsageSummary } from '../../application/mfa-usage.js';
import type { ReadAuditOutcome } from '../../application/read-audit.js';
import { detailsOf, outcomeOf, reasonOf } from '../../domain/audit/outcome.js';
import type { Fact } from '../../domain/events.js';
import type { FactorKind as OwnedKind } from '../../domain/mfa/factors.js';
import { Activity, ActivityConnection, ActivityEdge } from './activity-types.js';
import {
  AuditActor,
  AuditConnection,
  AuditDetail,
  AuditEdge,
  AuditEntry,
  PageRejected,
  type AuditLogResult,
} from './audit-types.js';
import { make } from './make.js';
import { pageInfo } from './present-page.js';
import { unauthorised } from './present-unauthorised.js';
import { FactorOwnersCount, MfaUsage, Tally, type MfaUsageResult } from './usage-types.js';

export function presentAuditLog(outcome: ReadAuditOutcome): AuditLogResult {
  if (outcome.status === 'bad-page') return new PageRejected();
  if (outcome.status !== 'read') return unauthorised(outcome);
  const { entries, more } = outcome.page;
  const cursors = entries.map(({ cursor }) => cursor);
  return make(AuditConnection, {
    edges: entries.map(({ fact, cursor }) => make(AuditEdge, { cursor, node: presentFact(fact) })),
    pageInfo: pageInfo(cursors, more, outcome.stretch),
  });
}

function presentFact({ id, at, actor, address, device, correlationId, event }: Fact): AuditEntry {
  const by = actor && { kind: actor.kind, user: actor.kind === 'user' ? actor.userId : undefined };
  return make(AuditEntry, {
    id,
    at,
    kind: event.type,
    outcome: outcomeOf(event.type),
    reason: reasonOf(event),
    user: event.userId,
    actor: by && make(AuditActor, by),
    address,
    device,
    correlationId,
    details: detailsOf(event).map(([name, value]) => make(AuditDetail, { name, value })),
  });
}

export function presentActivity(outcome: ListActivityOutcome): ActivityConnection | undefined {
  if (outcome.status !== 'listed') return undefined;
  const { entries, more, stretch } = outcome;
  const cursors = entries.map(({ cursor }) => cursor);
  return make(ActivityConnection, {
    edges: entries.map(({ cursor, activity }) => make(ActivityEdge, { cursor, node: make(Activity, activity) })),
    pageInfo: pageInfo(cursors, more, stretch),
  });
}

export const presentUsage = (outcome: MfaUsageOutcome): MfaUsageResult =>
  outcome.status === 'counted' ? usage(outcome.usage) : unauthorised(outcome);

function usage({ owners, passed, refused, poolsClosed, bypassesUsed, ...counts }: MfaUsageSummary): MfaUsage {
  const tallies = (all: MfaUsageSummary['passed']): Tally[] => all.map((each) => make(Tally, each));
  return make(MfaUsage, {
    ...counts,
    users: owners.users,
    usersWithoutFactor: owners.withoutFactor,
    usersByFactor: Object.entries(owners.byFactor).map(([factor, users]) =>
      make(FactorOwnersCount, { factor: factor as OwnedKind, users }),
    ),
    passed: tallies(passed),
    refused: tallies(refused),
    poolsClosed: tallies(poolsClosed),
    bypassesUsed: tallies(bypassesUsed),
  });
}
