import { qrCode } from './adapters/factors/qr-code.js';
import { AccountResolver } from './adapters/graphql/account-resolver.js';
import { AuditResolver } from './adapters/graphql/audit-resolver.js';
import { DeviceResolver } from './adapters/graphql/device-resolver.js';
import { EnrolmentResolver } from './adapters/graphql/enrolment-resolver.js';
import { FactorResolver } from './adapters/graphql/factor-resolver.js';
import { LanguageResolver } from './adapters/graphql/language-resolver.js';
import { MachineResolver } from './adapters/graphql/machine-resolver.js';
import { DeadLetterResolver } from './adapters/graphql/dead-letter-resolver.js';
import { PeopleResolver } from './adapters/graphql/people-resolver.js';
import { PolicyResolver } from './adapters/graphql/policy-resolver.js';
import { RecoveryResolver } from './adapters/graphql/recovery-resolver.js';
import { RegistrationResolver } from './adapters/graphql/registration-resolver.js';
import { RoleResolver } from './adapters/graphql/role-resolver.js';
import { SessionResolver } from './adapters/graphql/session-resolver.js';
import { SignInResolver } from './adapters/graphql/sign-in-resolver.js';
import { WebhookResolver } from './adapters/graphql/webhook-resolver.js';
import { ChangeAddress } from './application/change-address.js';
import { ChangePassword } from './application/change-password.js';
import { CloseServiceAccount } from './application/close-service-account.js';
import { ConfirmAddress } from './application/confirm-address.js';
import { ConfirmFactor } from './application/confirm-factor.js';
import { CreateMachineToken } from './application/create-machine-token.js';
import { CreateWebhook } from './application/create-webhook.js';
import { ListDeadLetters, ReplayDeadLetter } from './application/dead-letters.js';
import { DisableUser } from './application/disable-user.js';
import { DryRunPolicy } from './application/dry-run-policy.js';
import { EnableUser } from './application/enable-user.js';
import { EndUserSessions } from './application/end-user-sessions.js';
import { ExplainPolicy } from './application/explain-policy.js';
import { FindUsers } from './application/find-users.js';
import { ReadPolicies } from './application/read-policies.js';
import { ResetMfa } from './application/reset-mfa.js';
import { SetPolicy } from './application/set-policy.js';
import { ShowUser } from './application/show-user.js';
import { UnlockUser } from './application/unlock-user.js';
import { DisableMfa } from './application/disable-mfa.js';
import { EnrolFactor } from './application/enrol-factor.js';
import { ExchangeMachineToken } from './application/exchange-machine-token.js';
import { GrantRole } from './application/grant-role.js';
import { ListActivity } from './application/list-activity.js';
import { ListBypasses } from './application/list-bypasses.js';
import { ListDevices } from './application/list-devices.js';
import { ListMachines } from './application/list-machines.js';
import { ListSessions } from './application/list-sessions.js';
import { ListWebhooks } from './application/list-webhooks.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { MfaUsage } from './application/mfa-usage.js';
import { OpenServiceAccount } from './application/open-service-account.js';
import { PresentedChallenges } from './application/presented-challenges.js';
import { ReadAudit } from './application/read-audit.js';
import { RefreshSession } from './application/refresh-session.js';
import { RegenerateBackupCodes } from './application/regenerate-backup-codes.js';
import { RegisterUser } from './application/register-user.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RemoveWebhook } from './application/remove-webhook.js';
import { ReplayWebhook } from './application/replay-webhook.js';
import { RenameFactor } from './application/rename-factor.js';
import { RevokeDevice } from './application/revoke-device.js';
import { ReopenSignIn } from './application/reopen-sign-in.js';
import { RequestPasswordReset } from './application/request-password-reset.js';
import { ResetPassword } from './application/reset-password.js';
import { RevokeMachineToken } from './application/revoke-machine-token.js';
import { RevokeSession } from './application/revoke-session.js';
import { RotateWebhookSecret } from './application/rotate-webhook-secret.js';
import { SetLanguage } from './application/set-language.js';
import { SecureAccount } from './application/secure-account.js';
import { StepUp } from './application/step-up.js';
import { SwitchWebhook } from './application/switch-webhook.js';
import { VerifyMfa } from './application/verify-mfa.js';
import { WithdrawRole } from './application/withdraw-role.js';
import type { House } from './open-rest.js';

type Bind = <T extends object>(what: abstract new (...args: never[]) => T, make: () => T) => unknown;

/** Each resolver, with the use cases that it opens to. */
export function bindDoors(bind: Bind, its: House): void {
  bind(PeopleResolver, () => {
    return new PeopleResolver({
      find: its.get(FindUsers),
      show: its.get(ShowUser),
      disable: its.get(DisableUser),
      enable: its.get(EnableUser),
      unlock: its.get(UnlockUser),
      resetMfa: its.get(ResetMfa),
      endSessions: its.get(EndUserSessions),
    });
  });
  bind(PolicyResolver, () => {
    return new PolicyResolver({
      read: its.get(ReadPolicies),
      set: its.get(SetPolicy),
      explain: its.get(ExplainPolicy),
      dryRun: its.get(DryRunPolicy),
    });
  });
  bind(DeadLetterResolver, () => {
    return new DeadLetterResolver({ list: its.get(ListDeadLetters), replay: its.get(ReplayDeadLetter) });
  });
  const presented = () => ({ presented: its.get(PresentedChallenges) });

  bind(LanguageResolver, () => new LanguageResolver({ setLanguage: its.get(SetLanguage) }));
  bind(
    RegistrationResolver,
    () => new RegistrationResolver({ register: its.get(RegisterUser), confirmAddress: its.get(ConfirmAddress) }),
  );
  bind(SignInResolver, () => {
    return new SignInResolver({ logIn: its.get(LogIn), verifyMfa: its.get(VerifyMfa), ...presented() });
  });
  bind(SessionResolver, () => {
    return new SessionResolver({
      stepUp: its.get(StepUp),
      refreshSession: its.get(RefreshSession),
      logOut: its.get(LogOut),
      revokeSession: its.get(RevokeSession),
    });
  });
  bind(EnrolmentResolver, () => {
    const [enrol, confirm] = [its.get(EnrolFactor), its.get(ConfirmFactor)];
    return new EnrolmentResolver({ enrol, confirm, qr: qrCode, ...presented() });
  });
  bind(FactorResolver, () => {
    return new FactorResolver({
      regenerateBackupCodes: its.get(RegenerateBackupCodes),
      removeFactor: its.get(RemoveFactor),
      renameFactor: its.get(RenameFactor),
      disableMfa: its.get(DisableMfa),
    });
  });
  bind(RecoveryResolver, () => {
    return new RecoveryResolver({
      changePassword: its.get(ChangePassword),
      requestPasswordReset: its.get(RequestPasswordReset),
      resetPassword: its.get(ResetPassword),
      changeAddress: its.get(ChangeAddress),
      reopenSignIn: its.get(ReopenSignIn),
      secureAccount: its.get(SecureAccount),
    });
  });
  bind(AccountResolver, () => {
    const [listSessions, listMachines] = [its.get(ListSessions), its.get(ListMachines)];
    return new AccountResolver({ listSessions, listMachines, listBypasses: its.get(ListBypasses) });
  });
  bind(AuditResolver, () => {
    const [readAudit, listActivity] = [its.get(ReadAudit), its.get(ListActivity)];
    return new AuditResolver({ readAudit, listActivity, mfaUsage: its.get(MfaUsage) });
  });
  bind(RoleResolver, () => new RoleResolver({ grant: its.get(GrantRole), withdraw: its.get(WithdrawRole) }));
  bind(WebhookResolver, () => {
    return new WebhookResolver({
      create: its.get(CreateWebhook),
      list: its.get(ListWebhooks),
      rotate: its.get(RotateWebhookSecret),
      switch: its.get(SwitchWebhook),
      remove: its.get(RemoveWebhook),
      replay: its.get(ReplayWebhook),
    });
  });
  bind(DeviceResolver, () => new DeviceResolver({ list: its.get(ListDevices), revoke: its.get(RevokeDevice) }));
  bind(MachineResolver, () => {
    return new MachineResolver({
      create: its.get(CreateMachineToken),
      revoke: its.get(RevokeMachineToken),
      exchange: its.get(ExchangeMachineToken),
      openAccount: its.get(OpenServiceAccount),
      closeAccount: its.get(CloseServiceAccount),
    });
  });
}
