import type { Actor } from './actor.js';
import type { BypassName } from './bypass.js';
import type { DeviceLabel } from './client.js';
import type {
  ChallengeId,
  DeviceId,
  EnrolmentId,
  FactId,
  LinkId,
  MachineTokenId,
  SessionId,
  UserId,
  WebhookId,
} from './ids.js';
import type { FactorKind } from './mfa/factors.js';
import type { Said } from './policies/said.js';
import type { LinkPurpose } from './recovery/mailed-link.js';
import type {
  AuthorityRefusal,
  DeviceEnd,
  FactorRefusal,
  LinkRefusal,
  MachineTokenRefusal,
  RevocationReason,
  SignInRefusal,
} from './refusals.js';
import type { Assurance } from './session/proof.js';
import type { OwnersPool } from './throttle/failure-pool.js';
import type { Bucket } from './throttle/limit.js';
import type { Role } from './user/roles.js';

/**
 * What happened, in ids, kinds and reasons; never a code, a token, an address or a password. Aggregates record them,
 * the unit of work stores them in the commit that made them true.
 */
export type DomainEvent =
  | { readonly type: 'user.registered' | 'user.imported' | 'user.added'; readonly userId: UserId }
  | { readonly type: 'registration.repeated'; readonly userId: UserId }
  | {
      readonly type: 'user.disabled' | 'user.enabled' | 'user.standing-renewed' | 'user.deleted';
      readonly userId: UserId;
    }
  | { readonly type: 'sign-in.refused'; readonly userId?: UserId; readonly why: SignInRefusal }
  | { readonly type: 'limit.reached'; readonly userId?: UserId; readonly bucket: Bucket }
  | { readonly type: 'pool.closed'; readonly userId?: UserId; readonly kind: OwnersPool }
  | { readonly type: 'pool.opened'; readonly userId: UserId; readonly kind: OwnersPool }
  | {
      readonly type: 'mfa.challenged';
      readonly userId: UserId;
      readonly challengeId: ChallengeId;
      readonly offer: readonly FactorKind[];
    }
  | { readonly type: 'mfa.enrolment-demanded'; readonly userId: UserId; readonly challengeId: ChallengeId }
  /** Nobody answered in time: the sweeper says so when it removes the challenge. */
  | { readonly type: 'mfa.expired'; readonly userId: UserId; readonly challengeId: ChallengeId }
  | { readonly type: 'mfa.refused'; readonly userId: UserId; readonly kind: FactorKind; readonly why: FactorRefusal }
  /** So often in a row that somebody else must have the password. */
  | { readonly type: 'mfa.guessed'; readonly userId: UserId; readonly kind: FactorKind }
  | { readonly type: 'password.exposed'; readonly userId: UserId }
  | { readonly type: 'mfa.passed'; readonly userId: UserId; readonly kind: FactorKind }
  | { readonly type: 'mfa.disabled'; readonly userId: UserId }
  | {
      readonly type: 'factor.enrolled' | 'factor.removed';
      readonly userId: UserId;
      readonly kind: FactorKind;
      readonly enrolmentId: EnrolmentId;
      /** Authenticators afterwards: with the first MFA is on, without any it is off. */
      readonly authenticators: number;
    }
  /** What it is called now is its owner's business, and stands in no fact. */
  | {
      readonly type: 'factor.renamed';
      readonly userId: UserId;
      readonly kind: FactorKind;
      readonly enrolmentId: EnrolmentId;
    }
  | { readonly type: 'backup-code.used'; readonly userId: UserId; readonly left: number }
  /** `renewed`: former codes no longer work. */
  | { readonly type: 'backup-codes.issued'; readonly userId: UserId; readonly renewed: boolean }
  | {
      readonly type: 'session.opened';
      readonly userId: UserId;
      readonly sessionId: SessionId;
      readonly assurance: Assurance;
    }
  | {
      readonly type: 'session.revoked';
      readonly userId: UserId;
      readonly sessionId: SessionId;
      readonly why: RevocationReason;
    }
  | { readonly type: 'signed-out.everywhere'; readonly userId: UserId }
  | {
      readonly type: 'link.issued' | 'link.spent';
      /** Undefined where there is no user yet. */
      readonly userId?: UserId;
      readonly linkId: LinkId;
      readonly purpose: LinkPurpose;
    }
  | { readonly type: 'password.changed' | 'password.reset'; readonly userId: UserId }
  | {
      readonly type: 'address.changed';
      readonly userId: UserId;
      /** The link that confirmed it, which knows the former address. */
      readonly linkId: LinkId;
      /** Whether the notice to the former address may take it back. */
      readonly undoable: boolean;
    }
  | { readonly type: 'account.secured'; readonly userId: UserId }
  | {
      readonly type: 'mfa-reset.asked';
      readonly userId: UserId;
      /** The administrator; undefined for the operator's own command. */
      readonly by?: UserId;
    }
  | { readonly type: 'mfa-reset.cancelled' | 'mfa-reset.carried-out'; readonly userId: UserId }
  | {
      readonly type: 'link.refused';
      readonly userId?: UserId;
      readonly purpose?: LinkPurpose;
      readonly why: LinkRefusal;
    }
  | {
      readonly type: 'device.known';
      readonly userId: UserId;
      readonly deviceId: DeviceId;
      /** Nobody has ever signed in to the account before: no news to whoever has just made it. */
      readonly first: boolean;
    }
  | { readonly type: 'device.trusted'; readonly userId: UserId; readonly deviceId: DeviceId }
  | { readonly type: 'device.reused'; readonly userId: UserId; readonly deviceId: DeviceId }
  | { readonly type: 'device.revoked'; readonly userId: UserId; readonly deviceId: DeviceId; readonly why: DeviceEnd }
  | {
      readonly type: 'machine-token.created' | 'machine-token.used' | 'machine-token.revoked';
      readonly userId: UserId;
      readonly tokenId: MachineTokenId;
    }
  | {
      readonly type: 'machine-token.refused';
      readonly userId?: UserId;
      readonly why: MachineTokenRefusal;
    }
  | { readonly type: 'bypass.used'; readonly userId: UserId; readonly name: BypassName }
  | {
      readonly type: 'service-account.opened' | 'service-account.closed';
      /** Its owner. */
      readonly userId: UserId;
      readonly accountId: UserId;
    }
  | { readonly type: 'role.granted' | 'role.withdrawn'; readonly userId: UserId; readonly role: Role }
  | { readonly type: 'notice.replayed'; readonly userId?: never; readonly fact: FactId; readonly subscriber: string }
  | ({ readonly type: 'policy.set' } & OnPolicy & Said)
  | ({ readonly type: 'policy.removed' } & OnPolicy)
  /** Somebody who is signed in tried what takes a role, or a second factor proven just now. */
  | { readonly type: 'authority.refused'; readonly userId: UserId; readonly why: AuthorityRefusal }
  /** Facts about `userId` were made a stranger's: what is kept tells no person any more. */
  | { readonly type: 'user.pseudonymised'; readonly userId: UserId; readonly facts: number }
  | { readonly type: 'audit.read' | 'audit.exported' | 'audit.verified'; readonly userId?: never }
  | { readonly type: 'audit.pruned'; readonly userId?: never; readonly seals: number; readonly facts: number }
  | {
      readonly type: 'webhook.created' | 'webhook.removed' | 'webhook.secret-rotated';
      readonly userId?: never;
      readonly webhookId: WebhookId;
    }
  /** `disabled`: its receiver said that it is gone for good. */
  | {
      readonly type: 'webhook.paused' | 'webhook.disabled' | 'webhook.resumed';
      readonly userId?: never;
      readonly webhookId: WebhookId;
    }
  | {
      readonly type: 'webhook.replayed';
      readonly userId?: never;
      readonly webhookId: WebhookId;
      readonly deliveries: number;
    };

/** Of whom a policy says something. */
type OnPolicy =
  | { readonly scope: 'everybody'; readonly userId?: never }
  | { readonly scope: 'role'; readonly role: Role; readonly userId?: never }
  | { readonly scope: 'user'; readonly userId: UserId };

/** What a fact is called; see docs/audit.md. */
export type FactKind = DomainEvent['type'];

/** A domain event, once committed. */
export interface Fact {
  readonly id: FactId;
  readonly at: Date;
  readonly address: string | undefined;
  readonly device: DeviceLabel | undefined;
  readonly correlationId: string;
  /** Undefined where whoever it is about did it, or a stranger. */
  readonly actor: Actor | undefined;
  readonly event: DomainEvent;
}
