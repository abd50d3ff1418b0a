import type { ComponentChildren, VNode } from 'preact';
import type { PendingViewer } from '../../application/authenticate-pending.js';
import type { VerifyMfa } from '../../application/verify-mfa.js';
import { factorLabel } from '../../domain/label.js';
import { factorHint } from '../../domain/mfa/factor-hint.js';
import type { FactorKind } from '../../domain/mfa/factors.js';
import type { PresentedChallenge } from '../../domain/session/credentials.js';
import { pageAt, pagePaths, type PageName } from './page-paths.js';
import { Alert, CodeField, Countdown, Form, Said, spanOf } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany, unauthorized } from './waiting.js';

/** What a page that asks for a code knows about the question. */
export interface Question {
  readonly kind: FactorKind;
  readonly offer: readonly FactorKind[];
  readonly hints: PendingViewer['hints'];
  /** The challenge's public id; none before it is posed. */
  readonly challenge?: string;
  readonly attemptsLeft?: number;
  readonly finishBy?: Date;
  readonly title: string;
  /** How long this device may skip the question, if that may be asked for. */
  readonly trustDays?: number | undefined;
  /** Where the form goes, and where the link to the other kind leads. */
  readonly at: PageName;
}

export interface SecondFactorParts {
  readonly verifyMfa: VerifyMfa;
  /** Days; undefined where no device is trusted. */
  readonly trustDays: number | undefined;
}

/** The second factor: of a sign-in, and of a step-up that was asked before. */
export function secondFactor(its: SecondFactorParts) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const pending = await visit.pending();
      if (!pending) return over(visit);
      if (pending.challenge.purpose === 'enrolment')
        return seeOther(pageAt('authenticator', { returnTo: visit.returnTo }));
      const question = questionOf(pending, visit, its);
      return show(question.title, <AskCode visit={visit} question={question} />);
    },

    async post(visit: Visit): Promise<Reply> {
      const challenge = visit.challenge();
      return challenge ? judged(its, visit, challenge) : over(visit);
    },
  };
}

/** Answers a challenge with the code of the form. */
export async function judged(its: SecondFactorParts, visit: Visit, challenge: PresentedChallenge): Promise<Reply> {
  const { words, client } = visit;
  const code = visit.text('code');
  const trustDevice = visit.text('trust-device') === 'on';
  const outcome = await its.verifyMfa.execute({ challenge, kind: kindOf(visit), code, trustDevice, client });
  if (outcome.status === 'signed-in') {
    visit.envelope.deliver(outcome.signedIn);
    return seeOther(visit.returnTo ?? pagePaths.account);
  }
  if (outcome.status === 'closed') return over(visit);
  const pending = await visit.pendingBy(challenge);
  // The last attempt was this one.
  if (!pending) return over(visit);
  const question = questionOf(pending, visit, its);
  const again = (told: ComponentChildren) => <AskCode visit={visit} question={question} told={told} />;
  if (outcome.status === 'refused') {
    const told = code.trim() ? (
      <Wrong visit={visit} next={outcome.nextCodeAt} kind={question.kind} left={attemptsLeft(visit, question)} />
    ) : (
      words.code.missing
    );
    return show(question.title, again(<Alert>{told}</Alert>), unauthorized);
  }
  const { retryAt } = outcome;
  const told = <TooMany visit={visit} retryAt={retryAt} />;
  return show(question.title, again(told), { status: 429, headers: retryAfter(retryAt, visit.now) });
}

/** Nothing is left to answer: it took too long, or this form was posted twice and the first was right. */
async function over(visit: Visit): Promise<Reply> {
  const { returnTo } = visit;
  if (await visit.viewer()) return seeOther(pageAt('signIn', { returnTo }));
  return seeOther(pageAt('signIn', { notice: 'expired', returnTo }));
}

function questionOf({ challenge, hints }: PendingViewer, visit: Visit, its: SecondFactorParts): Question {
  const { id, offer, attemptsLeft, expiresAt, purpose } = challenge;
  const { words } = visit;
  const kind = kindOf(visit);
  return {
    kind: offer.includes(kind) ? kind : 'totp',
    offer,
    hints,
    challenge: id,
    attemptsLeft,
    finishBy: expiresAt,
    trustDays: purpose === 'sign-in' ? its.trustDays : undefined,
    title: purpose === 'step-up' ? words.code.prove : words.code.title,
    at: 'code',
  };
}

export const kindOf = (visit: Visit): FactorKind => (visit.text('use') === 'backup-code' ? 'backup-code' : 'totp');

interface AskProps {
  readonly visit: Visit;
  readonly question: Question;
  readonly told?: ComponentChildren;
  readonly why?: string;
}

/** Asks for a code, of the app or of the sheet. */
export function AskCode({ visit, question, told, why }: AskProps): VNode {
  const { code: words, more } = visit.words;
  const { kind, offer, challenge, finishBy, at } = question;
  const backup = kind === 'backup-code';
  const { returnTo } = visit;
  const other = backup ? 'totp' : 'backup-code';
  const left = finishBy && Math.max(0, Math.ceil((finishBy.getTime() - visit.now.getTime()) / 1000));
  return (
    <>
      <h1>{backup ? words.backupTitle : question.title}</h1>
      {told}
      {why !== undefined && <p>{why}</p>}
      <p>{backup ? words.backupOpen : words.open}</p>
      {!backup && <Hints visit={visit} hints={question.hints} />}
      <Form to={pagePaths[at]} returnTo={returnTo} hidden={{ use: kind, ...(challenge && { challenge }) }}>
        <CodeField label={backup ? words.backupLabel : words.label} backup={backup} wrong={told !== undefined} />
        {!told && question.attemptsLeft !== undefined && question.attemptsLeft < 4 && (
          <p class="hint">{attemptsLeft(visit, question)}</p>
        )}
        {question.trustDays !== undefined && (
          <p class="check">
            <input
              type="checkbox"
              id="trust-device"
              name="trust-device"
              checked={visit.text('trust-device') === 'on'}
            />
            <label for="trust-device">{words.trust(question.trustDays)}</label>
          </p>
        )}
        <button class="primary">{more.continue}</button>
      </Form>
      {left !== undefined && <p class="hint">{words.finish(spanOf(left, visit.asked.language))}</p>}
      <p class="aside">
        {offer.includes(other) && (
          <a href={pageAt(at, { use: other, returnTo })}>{backup ? words.useApp : words.useBackup}</a>
        )}
        {backup && <span>{words.noneLeft}</span>}
      </p>
    </>
  );
}

/** Of the name that nobody chose: it tells its owner nothing. */
const unnamed = factorHint({ kind: 'totp', label: factorLabel(undefined) }).label;

function Hints({ visit, hints }: { readonly visit: Visit; readonly hints: Question['hints'] }): VNode | null {
  const named = hints.filter(({ kind, label }) => kind === 'totp' && label !== '…' && label !== unnamed);
  if (named.length === 0) return null;
  return (
    <p class="hint">
      {visit.words.code.which}{' '}
      {named.map(({ label }, at) => (
        <>
          {at > 0 && ', '}
          <Said>{label}</Said>
        </>
      ))}
    </p>
  );
}

interface WrongProps {
  readonly visit: Visit;
  readonly next: Date | undefined;
  readonly kind: FactorKind;
  /** How many attempts there are, in words. */
  readonly left: string | undefined;
}

/** Why a right code may be wrong, when the next one comes, and how to set a clock. */
export function Wrong({ visit, next, kind, left }: WrongProps): VNode {
  const { code: words } = visit.words;
  const attempts = left !== undefined && <p>{left}</p>;
  if (kind === 'backup-code') {
    return (
      <>
        <p>{words.wrongBackup}</p>
        {attempts}
      </>
    );
  }
  return (
    <>
      <p>
        <strong>{words.wrong}</strong> {words.wrongWhy}
      </p>
      {next && (
        <p>
          {words.next} <Countdown until={next} done={words.nextNow} visit={visit} />.
        </p>
      )}
      {attempts}
      <p class="hint">{words.clock}</p>
    </>
  );
}

function attemptsLeft({ words: { code: words } }: Visit, { attemptsLeft: left }: Question): string | undefined {
  if (left === undefined) return undefined;
  return left === 1 ? words.lastAttempt : words.attempts(left);
}
