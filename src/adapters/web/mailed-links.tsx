import type { ComponentChildren } from 'preact';
import type { ConfirmAddress } from '../../application/confirm-address.js';
import type { ReopenSignIn } from '../../application/reopen-sign-in.js';
import type { SecureAccount } from '../../application/secure-account.js';
import { Secret } from '../../domain/secret.js';
import { afterSpending, codeOr, followed, linkOver, type Following } from './followed-link.js';
import type { NoticeName } from './notices.js';
import { pagePaths, type LinkPageName } from './page-paths.js';
import { Form } from './parts.js';
import { show, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany } from './waiting.js';

interface Its {
  readonly confirmAddress: ConfirmAddress;
  readonly reopenSignIn: ReopenSignIn;
  readonly secureAccount: SecureAccount;
}

type Outcome =
  | { readonly status: 'done' }
  | { readonly status: 'refused' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

interface Errand {
  readonly at: LinkPageName;
  /** What is told when it is done. */
  readonly notice: NoticeName;
  words(visit: Visit): { readonly title: string; readonly why: string; readonly submit: string };
  spend(visit: Visit, code: Secret): Promise<Outcome>;
}

/** Links that need a click and nothing else. Following one changes nothing: mail scanners follow links too. */
export function mailedLinks(its: Its) {
  const confirm = async (visit: Visit, code: Secret): Promise<Outcome> => {
    const outcome = await its.confirmAddress.execute({ code, client: visit.client });
    return outcome.status === 'confirmed' ? { status: 'done' } : outcome;
  };
  const open = async (visit: Visit, code: Secret): Promise<Outcome> => {
    const outcome = await its.reopenSignIn.execute({ code, client: visit.client });
    if (outcome.status !== 'reopened') return outcome;
    visit.envelope.remember(outcome.device);
    return { status: 'done' };
  };
  const secure = async (visit: Visit, code: Secret): Promise<Outcome> => {
    const outcome = await its.secureAccount.execute({ code, client: visit.client });
    // prettier-ignore
    switch (outcome.status) {
      case 'secured': return { status: 'done' };
      case 'refused': return { status: 'refused' };
      default:        return outcome;
    }
  };
  const confirming: Errand['words'] = ({ words: { links } }) => {
    return { title: links.confirmTitle, why: links.confirmWhy, submit: links.confirm };
  };
  return {
    confirmAddress: click({ at: 'confirmAddress', notice: 'address-confirmed', words: confirming, spend: confirm }),
    changeAddress: click({ at: 'changeAddress', notice: 'address-confirmed', words: confirming, spend: confirm }),
    openPool: click({
      at: 'openPool',
      notice: 'reopened',
      words: ({ words: { links } }) => ({ title: links.openTitle, why: links.openWhy, submit: links.open }),
      spend: open,
    }),
    notMe: click({
      at: 'notMe',
      notice: 'secured',
      words: ({ words: { links } }) => ({ title: links.notMeTitle, why: links.notMeWhy, submit: links.notMe }),
      spend: secure,
    }),
  };
}

function click({ at, notice, words, spend }: Errand): Following {
  const page = (visit: Visit, told?: ComponentChildren) => {
    const { title, why, submit } = words(visit);
    return (
      <>
        <h1>{title}</h1>
        {told}
        <p>{why}</p>
        <Form to={pagePaths[at]}>
          <button class="primary">{submit}</button>
        </Form>
      </>
    );
  };
  return {
    get: (visit) => followed(visit, at, () => show(words(visit).title, page(visit))),
    async post(visit): Promise<Reply> {
      const code = codeOr(visit, notice);
      if (!(code instanceof Secret)) return code;
      const outcome = await spend(visit, code);
      switch (outcome.status) {
        case 'done':
          return afterSpending(notice);
        case 'refused':
          return linkOver(visit);
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          return show(words(visit).title, page(visit, told), { status: 429, headers: retryAfter(retryAt, visit.now) });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}
