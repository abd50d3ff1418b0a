import type { RequestListener } from 'node:http';
import { qrCode } from './adapters/factors/qr-code.js';
import { restApp, type RestParts } from './adapters/http/rest-app.js';
import { account } from './adapters/rest/account.js';
import { checkDoor } from './adapters/rest/check.js';
import { devices } from './adapters/rest/devices.js';
import { factors } from './adapters/rest/factors.js';
import { machines } from './adapters/rest/machines.js';
import { recovery } from './adapters/rest/recovery.js';
import { restRouter, type RouterParts } from './adapters/rest/router.js';
import { session } from './adapters/rest/session.js';
import { signIn } from './adapters/rest/sign-in.js';
import { AuthenticatePending } from './application/authenticate-pending.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { ChangeAddress } from './application/change-address.js';
import { ChangePassword } from './application/change-password.js';
import { CheckRequest } from './application/check-request.js';
import { CloseServiceAccount } from './application/close-service-account.js';
import { ConfirmAddress } from './application/confirm-address.js';
import { ConfirmFactor } from './application/confirm-factor.js';
import { CreateMachineToken } from './application/create-machine-token.js';
import { DisableMfa } from './application/disable-mfa.js';
import { EnrolFactor } from './application/enrol-factor.js';
import { ExchangeMachineToken } from './application/exchange-machine-token.js';
import { ListBypasses } from './application/list-bypasses.js';
import { ListDevices } from './application/list-devices.js';
import { ListMachines } from './application/list-machines.js';
import { ListSessions } from './application/list-sessions.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { OpenServiceAccount } from './application/open-service-account.js';
import { PresentedChallenges } from './application/presented-challenges.js';
import { RefreshSession } from './application/refresh-session.js';
import { RegenerateBackupCodes } from './application/regenerate-backup-codes.js';
import { RegisterUser } from './application/register-user.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RenameFactor } from './application/rename-factor.js';
import { RevokeDevice } from './application/revoke-device.js';
import { ReopenSignIn } from './application/reopen-sign-in.js';
import { RequestPasswordReset } from './application/request-password-reset.js';
import { ResetPassword } from './application/reset-password.js';
import { RevokeMachineToken } from './application/revoke-machine-token.js';
import { RevokeSession } from './application/revoke-session.js';
import { SetLanguage } from './application/set-language.js';
import { SecureAccount } from './application/secure-account.js';
import { StepUp } from './application/step-up.js';
import { VerifyMfa } from './application/verify-mfa.js';
import { Pages, type PageOptions } from './guard/pages.js';

/** The use cases, made once. */
export interface House {
  get<T extends object>(type: abstract new (...args: never[]) => T): T;
}
export type RestDoor = Omit<RestParts, 'doors'> &
  Omit<RouterParts, 'handlers' | 'recognition'> & { readonly pages: PageOptions };

/** Everything but GraphQL: loaded when it is first asked for, which a start should not wait for. */
export function openRest(house: House, door: RestDoor): RequestListener {
  const handlers = {
    ...account({ registerUser: house.get(RegisterUser), setLanguage: house.get(SetLanguage) }),
    ...signIn({ logIn: house.get(LogIn), verifyMfa: house.get(VerifyMfa) }),
    ...session({
      refreshSession: house.get(RefreshSession),
      logOut: house.get(LogOut),
      stepUp: house.get(StepUp),
      listSessions: house.get(ListSessions),
      revokeSession: house.get(RevokeSession),
    }),
    ...factors({
      enrolFactor: house.get(EnrolFactor),
      confirmFactor: house.get(ConfirmFactor),
      removeFactor: house.get(RemoveFactor),
      renameFactor: house.get(RenameFactor),
      regenerateBackupCodes: house.get(RegenerateBackupCodes),
      disableMfa: house.get(DisableMfa),
      qr: qrCode,
    }),
    ...devices({ list: house.get(ListDevices), revoke: house.get(RevokeDevice) }),
    ...recovery({
      changePassword: house.get(ChangePassword),
      requestPasswordReset: house.get(RequestPasswordReset),
      resetPassword: house.get(ResetPassword),
      changeAddress: house.get(ChangeAddress),
      confirmAddress: house.get(ConfirmAddress),
      reopenSignIn: house.get(ReopenSignIn),
      secureAccount: house.get(SecureAccount),
    }),
    ...machines({
      create: house.get(CreateMachineToken),
      list: house.get(ListMachines),
      revoke: house.get(RevokeMachineToken),
      exchange: house.get(ExchangeMachineToken),
      openAccount: house.get(OpenServiceAccount),
      closeAccount: house.get(CloseServiceAccount),
      listBypasses: house.get(ListBypasses),
    }),
  };
  const recognition = {
    authenticate: house.get(AuthenticateRequest),
    authenticatePending: house.get(AuthenticatePending),
    presented: house.get(PresentedChallenges),
  };
  const check = checkDoor({ ...door, recognition, check: house.get(CheckRequest), pages: new Pages(door.pages) });
  return restApp({ ...door, doors: [check, restRouter({ ...door, handlers, recognition })] });
}
