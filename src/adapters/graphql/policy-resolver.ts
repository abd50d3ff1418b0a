import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { DryRunPolicy } from '../../application/dry-run-policy.js';
import type { ExplainPolicy } from '../../application/explain-policy.js';
import type { ReadPolicies } from '../../application/read-policies.js';
import type { SetPolicy } from '../../application/set-policy.js';
import { authorityOf } from './audit-resolver.js';
import type { RequestContext } from './context.js';
import {
  DryRunPolicyResult,
  ExplainPolicyResult,
  PoliciesResult,
  PolicyRulesInput,
  PolicyTarget,
  RemovePolicyResult,
  SetPolicyResult,
} from './policy-types.js';
import {
  presentDryRun,
  presentExplanation,
  presentPolicies,
  presentPolicyChange,
  rulesWish,
  targetWish,
} from './present-policy.js';
import { SessionEnded } from './refusals.js';

type Given<T> = T | null | undefined;
const readers = 'For administrators and auditors, with a second factor proven just now.';
const admins = 'For administrators, with a second factor proven just now.';

@Resolver()
export class PolicyResolver {
  constructor(
    private readonly its: {
      readonly read: ReadPolicies;
      readonly set: SetPolicy;
      readonly explain: ExplainPolicy;
      readonly dryRun: DryRunPolicy;
    },
  ) {}

  @Query(() => PoliciesResult, { description: `What is said of second factors. ${readers}` })
  async policies(@Ctx() context: RequestContext): Promise<PoliciesResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    return presentPolicies(await this.its.read.execute({ authority, client: context.client }));
  }

  @Query(() => ExplainPolicyResult, { description: `What holds for one user, and which entry says so. ${readers}` })
  async explainPolicy(
    @Arg('user', () => ID) whom: string,
    @Ctx() context: RequestContext,
  ): Promise<ExplainPolicyResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    return presentExplanation(await this.its.explain.execute({ authority, whom, client: context.client }));
  }

  @Query(() => DryRunPolicyResult, {
    description: `Whom a policy would hit; without \`rules\`, what taking the entry back would do. ${readers}`,
  })
  async dryRunPolicy(
    @Arg('target', () => PolicyTarget, { nullable: true }) target: Given<PolicyTarget>,
    @Arg('rules', () => PolicyRulesInput, { nullable: true }) rules: Given<PolicyRulesInput>,
    @Ctx() context: RequestContext,
  ): Promise<DryRunPolicyResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const wish = { target: targetWish(target), rules: rules ? rulesWish(rules) : undefined };
    return presentDryRun(await this.its.dryRun.execute({ authority, ...wish, client: context.client }));
  }

  @Mutation(() => SetPolicyResult, {
    description: `Say what holds for everybody, a role or a user, in place of what was said before. ${admins}`,
  })
  async setPolicy(
    @Arg('target', () => PolicyTarget, { nullable: true }) target: Given<PolicyTarget>,
    @Arg('rules', () => PolicyRulesInput) rules: PolicyRulesInput,
    @Ctx() context: RequestContext,
  ): Promise<SetPolicyResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const wish = { target: targetWish(target), rules: rulesWish(rules) };
    return presentPolicyChange(await this.its.set.execute({ authority, ...wish, client: context.client }));
  }

  @Mutation(() => RemovePolicyResult, {
    description: `Take back what is said of everybody, a role or a user. ${admins}`,
  })
  async removePolicy(
    @Arg('target', () => PolicyTarget, { nullable: true }) target: Given<PolicyTarget>,
    @Ctx() context: RequestContext,
  ): Promise<RemovePolicyResult> {
    const authority = await authorityOf(context);
    if (!authority) return new SessionEnded();
    const wish = { target: targetWish(target), rules: undefined };
    return presentPolicyChange(await this.its.set.execute({ authority, ...wish, client: context.client }));
  }
}
