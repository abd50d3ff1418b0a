import type { ComponentChildren, VNode } from 'preact';
import type { CheckRequest, RouteDemand } from '../../application/check-request.js';
import type { StepUp } from '../../application/step-up.js';
import type { Viewer } from '../../application/viewer.js';
import { factorHint } from '../../domain/mfa/factor-hint.js';
import { Secret } from '../../domain/secret.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { AskCode, judged, kindOf, type Question, type SecondFactorParts } from './second-factor.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany, unauthorized } from './waiting.js';

interface Its extends SecondFactorParts {
  readonly stepUp: StepUp;
  readonly check: CheckRequest;
  /** Seconds: how fresh a proof must be where nobody says. */
  readonly freshness: number;
}

/** Prove it again, in the middle of something: where guards lead with `acr_values`, `max_age` and `returnTo`. */
export function stepUp(its: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const demand = demandOf(visit, viewer, its.freshness);
      const checked = await its.check.execute(viewer, demand, visit.client);
      if (checked.status === 'passed') return show(visit.words.stepUp.title, <Done visit={visit} />);
      return show(visit.words.stepUp.title, <Ask visit={visit} viewer={viewer} demand={demand} />);
    },

    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const demand = demandOf(visit, viewer, its.freshness);
      const { words, client, returnTo } = visit;
      const { browser } = visit.envelope;
      const said = visit.text('password');
      const password = said === '' ? undefined : new Secret(said);
      const { assurance } = demand;
      const outcome = await its.stepUp.execute({ viewer, assurance, password, browser, client });
      const again = (told: ComponentChildren) => <Ask visit={visit} viewer={viewer} demand={demand} told={told} />;
      switch (outcome.status) {
        case 'raised':
          visit.envelope.deliver(outcome.signedIn);
          return seeOther(returnTo ?? pagePaths.account);
        case 'mfa-required': {
          const { carried, challenge } = outcome.pending;
          if (!carried) return seeOther(pageAt('signIn', { returnTo }));
          visit.envelope.carry(carried, challenge.expiresAt);
          return judged(its, visit, carried);
        }
        case 'denied':
          return show(words.stepUp.title, again(<Alert>{words.stepUp.denied}</Alert>), unauthorized);
        case 'no-factor':
          return show(words.stepUp.title, again(undefined));
        case 'ended':
          return unfinished(visit);
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          const headers = retryAfter(retryAt, visit.now);
          return show(words.stepUp.title, again(told), { status: 429, headers });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}

/** Nobody is signed in: the sign-in comes first, or what is left of it. */
export async function unfinished(visit: Visit): Promise<Reply> {
  const { returnTo } = visit;
  return seeOther(pageAt((await visit.pending()) ? 'code' : 'signIn', { returnTo }));
}

/** What the address demands; of what it leaves out, or misspells, the strictest that this person can meet. */
function demandOf(visit: Visit, { user }: Viewer, freshness: number): RouteDemand {
  const said = visit.text('acr_values');
  const assurance = said === 'aal2' || (said !== 'aal1' && user.factors.length > 0) ? 'aal2' : 'aal1';
  const maxAge = visit.text('max_age');
  return { assurance, maxAge: /^[1-9][0-9]{0,7}$/.test(maxAge) ? Number(maxAge) : freshness, bypass: undefined };
}

interface AskProps {
  readonly visit: Visit;
  readonly viewer: Viewer;
  readonly demand: RouteDemand;
  readonly told?: ComponentChildren;
}

function Ask({ visit, viewer: { user }, demand, told }: AskProps): VNode {
  const { stepUp: words, signIn, more } = visit.words;
  const { returnTo } = visit;
  if (user.factors.length > 0) {
    const offer: Question['offer'] = user.backupCodesLeft > 0 ? ['totp', 'backup-code'] : ['totp'];
    const question = { kind: kindOf(visit), offer, hints: user.factors.map(factorHint), title: words.title } as const;
    return <AskCode visit={visit} question={{ ...question, at: 'stepUp' }} told={told} why={words.why} />;
  }
  if (demand.assurance === 'aal2') {
    return (
      <>
        <h1>{words.title}</h1>
        <p>{words.noFactor}</p>
        <a class="primary" href={pageAt('authenticator', { returnTo })}>
          {words.setUp}
        </a>
      </>
    );
  }
  const hidden = { acr_values: demand.assurance, ...(demand.maxAge !== undefined && { max_age: `${demand.maxAge}` }) };
  return (
    <>
      <h1>{words.title}</h1>
      {told}
      <p>{words.why}</p>
      <Form to={pagePaths.stepUp} returnTo={returnTo} hidden={hidden}>
        <input type="hidden" name="username" autocomplete="username" value={user.email} />
        <Field
          name="password"
          label={words.password}
          type="password"
          autocomplete="current-password"
          focus={!told}
          wrong={told !== undefined}
        />
        <button class="primary">{more.continue}</button>
      </Form>
      <p class="aside">
        <a href={pageAt('signOut', {})}>{signIn.other}</a>
      </p>
    </>
  );
}

// Not led on of its own accord, for the reason that a sign-in is not.
function Done({ visit }: { readonly visit: Visit }): VNode {
  const { stepUp: words, more } = visit.words;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.done}</p>
      <a class="primary" href={visit.returnTo ?? pagePaths.account}>
        {more.continue}
      </a>
    </>
  );
}
