import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Authority } from '../../application/authority.js';
import type { ListActivity } from '../../application/list-activity.js';
import type { MfaUsage } from '../../application/mfa-usage.js';
import type { ReadAudit } from '../../application/read-audit.js';
import { User } from './account-types.js';
import { ActivityConnection } from './activity-types.js';
import { AuditFilter, AuditLogResult } from './audit-types.js';
import type { RequestContext } from './context.js';
import { DateTime } from './date-time.js';
import { presentActivity, presentAuditLog, presentUsage } from './present-audit.js';
import { SessionEnded } from './refusals.js';
import { MfaUsageResult } from './usage-types.js';

type Given<T> = T | null | undefined;

@Resolver(() => User)
export class AuditResolver {
  constructor(
    private readonly its: {
      readonly readAudit: ReadAudit;
      readonly listActivity: ListActivity;
      readonly mfaUsage: MfaUsage;
    },
  ) {}

  @Query(() => AuditLogResult, {
    description: 'What happened, newest first. For administrators and auditors, with a second factor proven just now.',
  })
  async auditLog(
    @Arg('first', () => Int, { nullable: true, description: '1 to 100; 50 where neither it nor `last` is given.' })
    first: Given<number>,
    @Arg('after', () => String, { nullable: true, description: 'Older than this cursor.' }) after: Given<string>,
    @Arg('last', () => Int, { nullable: true }) last: Given<number>,
    @Arg('before', () => String, { nullable: true, description: 'Newer than this cursor.' }) before: Given<string>,
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: Given<AuditFilter>,
    @Ctx() context: RequestContext,
  ): Promise<AuditLogResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const { kind, ...rest } = plain(filter ?? {});
    const query = { ...rest, ...(kind && { kinds: kind }) };
    const page = plain({ first, after, last, before });
    return presentAuditLog(await this.its.readAudit.execute({ authority, query, page, client: context.client }));
  }

  @FieldResolver(() => ActivityConnection, {
    nullable: true,
    description:
      'What happened to this account, newest first; null where the page is not 1 to 100 entries, or no cursor of ours.',
  })
  async activity(
    @Root() { viewer }: User,
    @Arg('first', () => Int, { nullable: true, description: '1 to 100; 50 where it is left out.' })
    first: Given<number>,
    @Arg('after', () => String, { nullable: true, description: 'Older than this cursor.' }) after: Given<string>,
    @Ctx() { client }: RequestContext,
  ): Promise<ActivityConnection | undefined> {
    return presentActivity(await this.its.listActivity.execute({ viewer, page: plain({ first, after }), client }));
  }

  @Query(() => MfaUsageResult, {
    description:
      'How MFA is used, from `from` until before `to`. For administrators and auditors, with a second factor proven just now.',
  })
  async mfaUsage(
    @Arg('from', () => DateTime) from: Date,
    @Arg('to', () => DateTime) to: Date,
    @Ctx() context: RequestContext,
  ): Promise<MfaUsageResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    return presentUsage(await this.its.mfaUsage.execute({ authority, from, to, client: context.client }));
  }
}

/** A viewer's; undefined where nobody is signed in. */
export async function authorityOf(
  context: RequestContext,
): Promise<Extract<Authority, { kind: 'viewer' }> | undefined> {
  const viewer = await context.viewerNow();
  return viewer && { kind: 'viewer', viewer };
}

type Plain<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** Null means left out. */
const plain = <T extends object>(given: T): Plain<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)) as Plain<T>;
