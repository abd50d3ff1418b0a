import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ConfirmFactor } from '../../application/confirm-factor.js';
import type { EnrolFactor } from '../../application/enrol-factor.js';
import type { By } from '../../application/enroller.js';
import type { RequestContext } from './context.js';
import { ConfirmTotpInput, ConfirmTotpResult, EnrolTotpInput, EnrolTotpResult } from './enrolment-types.js';
import { presentConfirmation, presentEnrolment, type QrCodes } from './present-enrolment.js';
import type { PresentedChallenges } from '../../application/presented-challenges.js';
import { SessionEnded } from './refusals.js';

@Resolver()
export class EnrolmentResolver {
  constructor(
    private readonly its: {
      readonly enrol: EnrolFactor;
      readonly confirm: ConfirmFactor;
      readonly presented: PresentedChallenges;
      readonly qr: QrCodes;
    },
  ) {}

  @Mutation(() => EnrolTotpResult, {
    description:
      'Begin a TOTP enrolment: the secret and its QR code are shown here and never again. Beginning again replaces the pending one.',
  })
  async enrolTotp(
    @Arg('input', () => EnrolTotpInput, { nullable: true }) input: EnrolTotpInput | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<EnrolTotpResult> {
    const by = await this.by(input?.enrolmentToken, context);
    if (!by) return new SessionEnded();
    const outcome = await this.its.enrol.execute({ by, kind: 'totp', client: context.client });
    return presentEnrolment(outcome, this.its.qr);
  }

  @Mutation(() => ConfirmTotpResult, {
    description: 'Prove that the new authenticator works; from here on it counts, and the session has proven it.',
  })
  async confirmTotp(
    @Arg('input', () => ConfirmTotpInput) { code, label, enrolmentToken }: ConfirmTotpInput,
    @Ctx() context: RequestContext,
  ): Promise<ConfirmTotpResult> {
    const by = await this.by(enrolmentToken, context);
    if (!by) return new SessionEnded();
    const outcome = await this.its.confirm.execute({ by, code, label: label ?? undefined, client: context.client });
    return presentConfirmation(outcome, context);
  }

  /** The token where one is sent, else the session, else an enrolment that the pending cookie carries. */
  private async by(token: string | null | undefined, context: RequestContext): Promise<By | undefined> {
    const { envelope } = context;
    if (typeof token !== 'string') {
      const viewer = await context.viewerNow();
      if (viewer) return { kind: 'session', viewer };
    }
    const presented = await this.its.presented.meant('enrol', token, envelope);
    return presented && { kind: 'challenge', presented };
  }
}
