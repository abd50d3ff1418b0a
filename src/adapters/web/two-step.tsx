import type { VNode } from 'preact';
import type { Viewer } from '../../application/viewer.js';
import type { AuthPolicy } from '../../domain/policy.js';
import type { FactorView } from '../../domain/user/user-view.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Moment, Said } from './parts.js';
import type { Visit } from './visit.js';

interface TwoStepProps {
  readonly visit: Visit;
  readonly viewer: Viewer;
  readonly policy: AuthPolicy;
}

/** Authenticators and backup codes, or why to have them. */
export function TwoStep({ visit, viewer: { user }, policy }: TwoStepProps): VNode {
  const { account: words } = visit.words;
  const on = user.factors.length > 0;
  return (
    <section aria-labelledby="two-step">
      <h2 id="two-step">
        {words.twoStep} <span class={on ? 'badge on' : 'badge'}>{on ? words.on : words.off}</span>
      </h2>
      {on ? (
        <Factors visit={visit} viewer={{ user }} policy={policy} />
      ) : (
        <>
          <p>{words.offWhy}</p>
          <a class="primary" href={pagePaths.authenticator}>
            {words.setUp}
          </a>
        </>
      )}
    </section>
  );
}

function Factors({
  visit,
  viewer: { user },
  policy,
}: {
  visit: Visit;
  viewer: Pick<Viewer, 'user'>;
  policy: AuthPolicy;
}) {
  const { account: words } = visit.words;
  const { backupCodesLeft: left } = user;
  return (
    <>
      <h3>{words.authenticators}</h3>
      <ul class="rows">
        {user.factors.map((factor) => (
          <Authenticator visit={visit} factor={factor} />
        ))}
      </ul>
      {user.factors.length < policy.authenticators && (
        <p class="tools">
          <a class="secondary" href={pagePaths.authenticator}>
            {words.addAnother}
          </a>
        </p>
      )}
      <h3>{words.backupCodes}</h3>
      <p class={left <= policy.backupCodesLow ? 'low' : ''}>
        {left === 0 ? words.codesNone : words.codesLeft(left, policy.backupCodes)}{' '}
        {left > 0 && left <= policy.backupCodesLow && words.codesLow}
      </p>
      <p class="tools">
        <a class="secondary" href={pagePaths.backupCodes}>
          {words.newCodes}
        </a>
      </p>
      {policy.mfa !== 'required' && (
        <p class="tools apart">
          <a class="secondary danger" href={pagePaths.turnOff}>
            {words.turnOff}
          </a>
        </p>
      )}
    </>
  );
}

function Authenticator({ visit, factor }: { readonly visit: Visit; readonly factor: FactorView }): VNode {
  const { account: words, never } = visit.words;
  const { id, label, enrolledAt, lastUsedAt } = factor;
  return (
    <li>
      <div>
        <strong>
          <Said>{label}</Said>
        </strong>
        <p class="hint">
          {words.added} <Moment at={enrolledAt} visit={visit} /> · {words.used}{' '}
          {lastUsedAt ? <Moment at={lastUsedAt} visit={visit} /> : never}
        </p>
      </div>
      <p class="acts">
        <a href={pageAt('renameAuthenticator', { id })} aria-label={`${words.renameLabel}: ${label}`}>
          {words.rename}
        </a>
        <a href={pageAt('removeAuthenticator', { id })} aria-label={`${words.removeLabel}: ${label}`}>
          {words.remove}
        </a>
      </p>
    </li>
  );
}
