import { qrCode } from './adapters/factors/qr-code.js';
import { account } from './adapters/web/account.js';
import { authenticator, confirmAuthenticator } from './adapters/web/authenticator.js';
import { backupCodes, backupCodesSaved } from './adapters/web/backup-codes.js';
import { addressChange } from './adapters/web/change-address.js';
import { passwordChange } from './adapters/web/change-password.js';
import { chooseLanguage } from './adapters/web/choose-language.js';
import { removeAuthenticator, turnOff } from './adapters/web/factors-off.js';
import { forgotten } from './adapters/web/forgotten.js';
import { Freshness } from './adapters/web/fresh.js';
import { home } from './adapters/web/home.js';
import { forgetDevice } from './adapters/web/known-devices.js';
import { mailedLinks } from './adapters/web/mailed-links.js';
import { renameAuthenticator } from './adapters/web/rename-authenticator.js';
import { passwordReset } from './adapters/web/reset-password.js';
import { secondFactor } from './adapters/web/second-factor.js';
import { endSession } from './adapters/web/sessions.js';
import { signIn } from './adapters/web/sign-in.js';
import { signOut } from './adapters/web/sign-out.js';
import { signUp } from './adapters/web/sign-up.js';
import { stepUp } from './adapters/web/step-up.js';
import { WebDoor, type WebParts } from './adapters/web/web-door.js';
import { AuthenticatePending } from './application/authenticate-pending.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { ChangeAddress } from './application/change-address.js';
import { ChangePassword } from './application/change-password.js';
import { CheckRequest } from './application/check-request.js';
import { ConfirmAddress } from './application/confirm-address.js';
import { ConfirmFactor } from './application/confirm-factor.js';
import { DisableMfa } from './application/disable-mfa.js';
import { EnrolFactor } from './application/enrol-factor.js';
import { ListActivity } from './application/list-activity.js';
import { ListDevices } from './application/list-devices.js';
import { ListSessions } from './application/list-sessions.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { RegenerateBackupCodes } from './application/regenerate-backup-codes.js';
import { RegisterUser } from './application/register-user.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RenameFactor } from './application/rename-factor.js';
import { ReopenSignIn } from './application/reopen-sign-in.js';
import { RequestPasswordReset } from './application/request-password-reset.js';
import { ResetPassword } from './application/reset-password.js';
import { RevokeDevice } from './application/revoke-device.js';
import { RevokeSession } from './application/revoke-session.js';
import { SecureAccount } from './application/secure-account.js';
import { SetLanguage } from './application/set-language.js';
import { StepUp } from './application/step-up.js';
import { VerifyMfa } from './application/verify-mfa.js';
import { days } from './domain/duration.js';
import type { AuthPolicy } from './domain/policy.js';
import { shortest } from './domain/user/password.js';
import type { House } from './open-rest.js';

export type WebDoorParts = Omit<WebParts, 'pages' | 'recognition'> & { readonly policy: AuthPolicy };

/** The pages: loaded when the first is asked for, which a start should not wait for. */
export function openWeb(house: House, { policy, ...door }: WebDoorParts): WebDoor {
  const open = policy.registration === 'open';
  const characters = shortest(policy);
  const check = house.get(CheckRequest);
  const freshness = new Freshness(check, policy.freshness / 1000);
  const site = door.brand.name;
  const second = {
    verifyMfa: house.get(VerifyMfa),
    trustDays: policy.trustedDevices ? Math.round(policy.trustLife / days(1)) : undefined,
  };
  const enrolling = {
    enrolFactor: house.get(EnrolFactor),
    confirmFactor: house.get(ConfirmFactor),
    freshness,
    qr: qrCode,
    site,
  };
  const ending = { removeFactor: house.get(RemoveFactor), disableMfa: house.get(DisableMfa), freshness };
  const verifies = policy.addressVerification === 'on';
  const reset = { resetPassword: house.get(ResetPassword), characters };
  const changing = { changePassword: house.get(ChangePassword), freshness, characters };
  const links = {
    confirmAddress: house.get(ConfirmAddress),
    reopenSignIn: house.get(ReopenSignIn),
    secureAccount: house.get(SecureAccount),
  };
  const pages: WebParts['pages'] = {
    home,
    signIn: signIn({ logIn: house.get(LogIn), open }),
    code: secondFactor(second),
    signUp: signUp({ registerUser: house.get(RegisterUser), open, characters, verifies }),
    signOut: signOut({ logOut: house.get(LogOut) }),
    stepUp: stepUp({ ...second, stepUp: house.get(StepUp), check, freshness: freshness.seconds }),
    account: account({
      listSessions: house.get(ListSessions),
      listActivity: house.get(ListActivity),
      listDevices: house.get(ListDevices),
      policy,
    }),
    forgetDevice: forgetDevice({ revokeDevice: house.get(RevokeDevice) }),
    endSession: endSession({ revokeSession: house.get(RevokeSession) }),
    authenticator: authenticator(enrolling),
    confirmAuthenticator: confirmAuthenticator(enrolling),
    renameAuthenticator: renameAuthenticator({ renameFactor: house.get(RenameFactor) }),
    removeAuthenticator: removeAuthenticator(ending),
    backupCodes: backupCodes({ regenerateBackupCodes: house.get(RegenerateBackupCodes), freshness, site }),
    backupCodesSaved,
    turnOff: turnOff(ending),
    language: chooseLanguage({ setLanguage: house.get(SetLanguage) }),
    password: passwordChange(changing),
    address: addressChange({ changeAddress: house.get(ChangeAddress), freshness }),
    forgotten: forgotten({ requestPasswordReset: house.get(RequestPasswordReset) }),
    resetPassword: passwordReset(reset, 'resetPassword'),
    setPassword: passwordReset(reset, 'setPassword'),
    ...mailedLinks(links),
  };
  const recognition = {
    authenticate: house.get(AuthenticateRequest),
    authenticatePending: house.get(AuthenticatePending),
  };
  return new WebDoor({ ...door, pages, recognition });
}
