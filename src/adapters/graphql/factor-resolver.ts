import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { DisableMfa } from '../../application/disable-mfa.js';
import type { RegenerateBackupCodes } from '../../application/regenerate-backup-codes.js';
import type { RemoveFactor } from '../../application/remove-factor.js';
import type { RenameFactor } from '../../application/rename-factor.js';
import type { RequestContext } from './context.js';
import {
  DisableMfaResult,
  RegenerateBackupCodesResult,
  RemoveFactorInput,
  RemoveFactorResult,
  RenameFactorInput,
  RenameFactorResult,
} from './factor-types.js';
import { presentBackupCodes, presentDisabled, presentRemoval, presentRenaming } from './present-factors.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class FactorResolver {
  constructor(
    private readonly its: {
      readonly regenerateBackupCodes: RegenerateBackupCodes;
      readonly removeFactor: RemoveFactor;
      readonly renameFactor: RenameFactor;
      readonly disableMfa: DisableMfa;
    },
  ) {}

  @Mutation(() => RegenerateBackupCodesResult, { description: 'A new sheet of backup codes; the former one is dead.' })
  async regenerateBackupCodes(@Ctx() context: RequestContext): Promise<RegenerateBackupCodesResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentBackupCodes(await this.its.regenerateBackupCodes.execute({ viewer, client }));
  }

  @Mutation(() => RemoveFactorResult, { description: 'Remove one authenticator; the backup codes go with the last.' })
  async removeFactor(
    @Arg('input', () => RemoveFactorInput) { id }: RemoveFactorInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveFactorResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentRemoval(await this.its.removeFactor.execute({ viewer, id, client }), context);
  }

  @Mutation(() => RenameFactorResult, { description: 'Call one of the own authenticators something else.' })
  async renameFactor(
    @Arg('input', () => RenameFactorInput) { id, label }: RenameFactorInput,
    @Ctx() context: RequestContext,
  ): Promise<RenameFactorResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentRenaming(await this.its.renameFactor.execute({ viewer, id, label, client }));
  }

  @Mutation(() => DisableMfaResult, {
    description: 'Turn MFA off for oneself: every factor, backup code and trusted device goes.',
  })
  async disableMfa(@Ctx() context: RequestContext): Promise<DisableMfaResult> {
    const { client } = context;
    const viewer = await context.viewerNow();
    if (!viewer) return new SessionEnded();
    return presentDisabled(await this.its.disableMfa.execute({ viewer, client }), context);
  }
}
