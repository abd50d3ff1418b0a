import { Addressing } from './application/addressing.js';
import { ChallengeDesk } from './application/challenge-desk.js';
import { ChangeAddress } from './application/change-address.js';
import { ChangePassword } from './application/change-password.js';
import { ConfirmAddress } from './application/confirm-address.js';
import { DeviceDesk } from './application/device-desk.js';
import { LinkDesk } from './application/link-desk.js';
import { LogIn } from './application/log-in.js';
import { RegisterUser } from './application/register-user.js';
import { RelayFacts } from './application/relay-facts.js';
import { ReopenSignIn } from './application/reopen-sign-in.js';
import { RequestPasswordReset } from './application/request-password-reset.js';
import { ResetMfa } from './application/reset-mfa.js';
import { ResetPassword } from './application/reset-password.js';
import { SecureAccount } from './application/secure-account.js';
import { SessionDesk } from './application/session-desk.js';
import type { Needs } from './needs.js';
import type { House } from './open-rest.js';

type Bind = <T extends object>(what: abstract new (...args: never[]) => T, make: () => T) => unknown;

interface Its extends House {
  pick<N extends keyof Needs>(...names: readonly N[]): Pick<Needs, N>;
}

/** Accounts, passwords, addresses and lost factors: whatever mails links, and who sends them. */
export function bindRecovery(bind: Bind, its: Its, linkUrl: string): void {
  const core = () => ({ ...its.pick('work', 'clock', 'policy', 'entropy'), links: its.get(LinkDesk) });

  bind(LinkDesk, () => new LinkDesk({ ...its.pick('linkSecrets', 'entropy', 'policy'), linkUrl }));
  bind(Addressing, () => new Addressing(core()));
  bind(RelayFacts, () => {
    return new RelayFacts({
      ...its.pick('outbox', 'notifier', 'noticeTurns', 'policy'),
      addressing: its.get(Addressing),
    });
  });
  bind(RegisterUser, () => new RegisterUser({ ...core(), ...its.pick('passwords', 'blocklist') }));
  bind(LogIn, () => {
    const desks = { sessions: its.get(SessionDesk), challenges: its.get(ChallengeDesk), devices: its.get(DeviceDesk) };
    return new LogIn({ ...core(), ...desks, ...its.pick('passwords') });
  });
  bind(ChangePassword, () => {
    return new ChangePassword({ ...core(), ...its.pick('passwords', 'blocklist'), sessions: its.get(SessionDesk) });
  });
  bind(RequestPasswordReset, () => new RequestPasswordReset(core()));
  bind(ResetPassword, () => new ResetPassword({ ...core(), ...its.pick('passwords', 'blocklist') }));
  bind(ChangeAddress, () => new ChangeAddress(core()));
  bind(ConfirmAddress, () => new ConfirmAddress(core()));
  bind(ReopenSignIn, () => new ReopenSignIn({ ...core(), devices: its.get(DeviceDesk) }));
  bind(SecureAccount, () => new SecureAccount(core()));
  bind(ResetMfa, () => new ResetMfa(core()));
}
