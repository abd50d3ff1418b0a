import type { ComponentChildren, VNode } from 'preact';
import type { ConfirmFactor } from '../../application/confirm-factor.js';
import type { EnrolFactor } from '../../application/enrol-factor.js';
import type { By } from '../../application/enroller.js';
import type { Viewer } from '../../application/viewer.js';
import { minutes } from '../../domain/duration.js';
import type { Secret } from '../../domain/secret.js';
import { CodesPage } from './backup-codes.js';
import { Connect, keyIn, type QrPictures } from './connect.js';
import { backTo, proveAgain, type Freshness } from './fresh.js';
import { noticeFor } from './notices.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Form, Notice } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { Wrong } from './second-factor.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany, unauthorized } from './waiting.js';

interface Its {
  readonly enrolFactor: EnrolFactor;
  readonly confirmFactor: ConfirmFactor;
  readonly freshness: Freshness;
  readonly qr: QrPictures;
  /** Whose backup codes they are, as the sheet says. */
  readonly site: string;
}

/** Setting an authenticator up: what it is, the picture, the first code. */
export function authenticator({ enrolFactor, freshness, qr }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const by = await enrollerOf(visit);
      if (!by) return unfinished(visit);
      const late = by.kind === 'session' && (await freshness.missing(visit, by.viewer, backTo('authenticator', visit)));
      if (late) return late;
      return show(visit.words.authenticator.title, <About visit={visit} due={by.kind === 'challenge'} />);
    },

    /** What is shown here is never shown again, so it is the answer itself. */
    async post(visit: Visit): Promise<Reply> {
      const by = await enrollerOf(visit);
      if (!by) return unfinished(visit);
      const outcome = await enrolFactor.execute({ by, kind: 'totp', client: visit.client });
      // prettier-ignore
      switch (outcome.status) {
        case 'begun':       return connect(visit, outcome.reveal.uri, qr);
        case 'stale-proof': return proveAgain(outcome, backTo('authenticator', visit));
        case 'too-many':    return seeOther(pageAt('account', { notice: 'too-many-authenticators' }));
        case 'forbidden':   return seeOther(pageAt('account', { notice: 'forbidden' }));
        case 'ended':       return seeOther(pageAt('signIn', { notice: 'session-ended', returnTo: visit.returnTo }));
        default:            return outcome satisfies never;
      }
    },
  };
}

/** The first code of a new authenticator. */
export function confirmAuthenticator({ confirmFactor, qr, site }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      return seeOther(pageAt('authenticator', { returnTo: visit.returnTo }));
    },

    async post(visit: Visit): Promise<Reply> {
      const by = await enrollerOf(visit);
      if (!by) return unfinished(visit);
      const [code, label] = [visit.text('code'), visit.text('label')];
      const outcome = await confirmFactor.execute({ by, code, label, client: visit.client });
      const again = (told: ComponentChildren, more: object) => connect(visit, keyIn(visit), qr, told, more);
      switch (outcome.status) {
        case 'confirmed': {
          visit.envelope.deliver(outcome.signedIn);
          const { backupCodes: codes } = outcome;
          if (codes) return CodesPage({ visit, codes, site });
          return seeOther(visit.returnTo ?? pageAt('account', { notice: 'authenticator-added' }));
        }
        case 'refused': {
          if (outcome.attemptsLeft === 0) return seeOther(backTo('authenticator', visit, { notice: 'set-up-again' }));
          const { nextCodeAt: next, attemptsLeft: left } = outcome;
          const told = <Wrong visit={visit} next={next} kind="totp" left={visit.words.code.attempts(left)} />;
          return again(<Alert>{told}</Alert>, unauthorized);
        }
        case 'not-found':
          if (by.kind === 'session' && setUpJustNow(by.viewer, visit.now))
            return seeOther(pageAt('account', { notice: 'authenticator-there' }));
          return seeOther(backTo('authenticator', visit, { notice: 'set-up-again' }));
        case 'ended':
          return seeOther(pageAt('signIn', { notice: 'session-ended', returnTo: visit.returnTo }));
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const headers = retryAfter(retryAt, visit.now);
          return again(<TooMany visit={visit} retryAt={retryAt} />, { status: 429, headers });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}

/** This form was posted twice, and the first was right. */
const setUpJustNow = ({ user }: Viewer, now: Date): boolean =>
  user.factors.some(({ enrolledAt }) => now.getTime() - enrolledAt.getTime() < minutes(10));

/** On whose word: the session, else a sign-in that owes its first authenticator. */
async function enrollerOf(visit: Visit): Promise<By | undefined> {
  const viewer = await visit.viewer();
  if (viewer) return { kind: 'session', viewer };
  const [pending, presented] = [await visit.pending(), visit.challenge()];
  return pending?.challenge.purpose === 'enrolment' && presented ? { kind: 'challenge', presented } : undefined;
}

async function connect(
  visit: Visit,
  uri: Secret | undefined,
  qr: QrPictures,
  told?: ComponentChildren,
  more: object = {},
): Promise<Reply> {
  if (!uri) return seeOther(backTo('authenticator', visit, { notice: 'set-up-again' }));
  const picture = await qr.png(uri);
  const body = <Connect visit={visit} uri={uri} picture={picture} told={told} />;
  return show(visit.words.authenticator.scanTitle, body, { once: true, ...more });
}

function About({ visit, due }: { readonly visit: Visit; readonly due: boolean }): VNode {
  const { authenticator: words, more } = visit.words;
  const notice = noticeFor(visit);
  const { returnTo } = visit;
  return (
    <>
      <h1>{words.title}</h1>
      {notice && <Notice>{notice}</Notice>}
      {due && <p>{words.due}</p>}
      <p>{words.why}</p>
      <ol>
        <li>{words.get}</li>
        <li>{words.scanStep}</li>
        <li>{words.typeStep}</li>
      </ol>
      <Form to={pagePaths.authenticator} returnTo={returnTo}>
        <button class="primary">{words.begin}</button>
      </Form>
      {!due && (
        <p class="aside">
          <a href={returnTo ?? pagePaths.account}>{more.cancel}</a>
        </p>
      )}
    </>
  );
}
