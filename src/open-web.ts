import { qrCode } from './adapters/factors/qr-code.js';
import { account, endSession } from './adapters/web/account.js';
import { authenticator, confirmAuthenticator } from './adapters/web/authenticator.js';
import { backupCodes, backupCodesSaved } from './adapters/web/backup-codes.js';
import { removeAuthenticator, turnOff } from './adapters/web/factors-off.js';
import { Freshness } from './adapters/web/fresh.js';
import { home } from './adapters/web/home.js';
import { secondFactor } from './adapters/web/second-factor.js';
import { signIn } from './adapters/web/sign-in.js';
import { signOut } from './adapters/web/sign-out.js';
import { signUp } from './adapters/web/sign-up.js';
import { stepUp } from './adapters/web/step-up.js';
import { WebDoor, type WebParts } from './adapters/web/web-door.js';
import { AuthenticatePending } from './application/authenticate-pending.js';
import { AuthenticateRequest } from './application/authenticate-request.js';
import { CheckRequest } from './application/check-request.js';
import { ConfirmFactor } from './application/confirm-factor.js';
import { DisableMfa } from './application/disable-mfa.js';
import { EnrolFactor } from './application/enrol-factor.js';
import { ListSessions } from './application/list-sessions.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { RegenerateBackupCodes } from './application/regenerate-backup-codes.js';
import { RegisterUser } from './application/register-user.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RevokeSession } from './application/revoke-session.js';
import { StepUp } from './application/step-up.js';
import { VerifyMfa } from './application/verify-mfa.js';
import { days } from './domain/duration.js';
import type { AuthPolicy } from './domain/policy.js';
import type { House } from './open-rest.js';

export type WebDoorParts = Omit<WebParts, 'pages' | 'recognition'> & { readonly policy: AuthPolicy };

/** The pages: loaded when the first is asked for, which a start should not wait for. */
export function openWeb(house: House, { policy, ...door }: WebDoorParts): WebDoor {
  const open = policy.registration === 'open';
  const characters = policy.mfa === 'required' ? policy.passwordWithMfa : policy.passwordAlone;
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
  const pages: WebParts['pages'] = {
    home,
    signIn: signIn({ logIn: house.get(LogIn), open }),
    code: secondFactor(second),
    signUp: signUp({ registerUser: house.get(RegisterUser), open, characters }),
    signOut: signOut({ logOut: house.get(LogOut) }),
    stepUp: stepUp({ ...second, stepUp: house.get(StepUp), check, freshness: freshness.seconds }),
    account: account({ listSessions: house.get(ListSessions), policy }),
    endSession: endSession({ revokeSession: house.get(RevokeSession) }),
    authenticator: authenticator(enrolling),
    confirmAuthenticator: confirmAuthenticator(enrolling),
    removeAuthenticator: removeAuthenticator(ending),
    backupCodes: backupCodes({ regenerateBackupCodes: house.get(RegenerateBackupCodes), freshness, site }),
    backupCodesSaved,
    turnOff: turnOff(ending),
  };
  const recognition = {
    authenticate: house.get(AuthenticateRequest),
    authenticatePending: house.get(AuthenticatePending),
  };
  return new WebDoor({ ...door, pages, recognition });
}
