import type { ComponentChildren, VNode } from 'preact';
import { Secret } from '../../domain/secret.js';
import { pagePaths } from './page-paths.js';
import { CodeField, Field, Form, Said } from './parts.js';
import type { Visit } from './visit.js';

/** Draws a key URI for a camera. */
export interface QrPictures {
  /** A `data:image/png` URI. */
  png(uri: Secret): Promise<string>;
}

const shape = /^otpauth:\/\/totp\/[!-~]{1,800}$/;

/** The key URI that the form brings back, so that a wrong code does not cost the picture. It is shown, and believed nowhere. */
export function keyIn(visit: Visit): Secret | undefined {
  const uri = visit.text('uri');
  return shape.test(uri) && URL.canParse(uri) ? new Secret(uri) : undefined;
}

interface Props {
  readonly visit: Visit;
  readonly uri: Secret;
  readonly picture: string;
  readonly told: ComponentChildren;
}

/** The picture to scan, the key to type, and the code that shows it worked. After a wrong code the picture stands back. */
export function Connect({ visit, uri, picture, told }: Props): VNode {
  const { authenticator: words, more } = visit.words;
  const { returnTo } = visit;
  const way = <Way visit={visit} uri={uri} picture={picture} />;
  return (
    <>
      <h1>{words.scanTitle}</h1>
      {told}
      {told === undefined ? (
        way
      ) : (
        <details>
          <summary>{words.showPicture}</summary>
          {way}
        </details>
      )}
      <Form to={pagePaths.confirmAuthenticator} returnTo={returnTo} hidden={{ uri: uri.reveal() }}>
        <CodeField label={words.enter} wrong={told !== undefined} below />
        <Field
          name="label"
          label={words.name}
          hint={words.nameHint}
          value={visit.text('label')}
          autocomplete="off"
          maxLength={64}
          optional
        />
        <button class="primary">{words.confirm}</button>
      </Form>
      <Form to={pagePaths.authenticator} returnTo={returnTo} class="aside">
        <button class="quiet">{words.newPicture}</button>
        <a href={returnTo ?? pagePaths.account}>{more.cancel}</a>
      </Form>
    </>
  );
}

function Way({ visit, uri, picture }: Omit<Props, 'told'>): VNode {
  const { authenticator: words, backup } = visit.words;
  const url = new URL(uri.reveal());
  const key = url.searchParams.get('secret') ?? '';
  const account = decodeURIComponent(url.pathname).replace(/^\/+(?:totp\/)?[^:]*:/, '');
  return (
    <>
      <p>{words.scan}</p>
      <img class="qr" src={picture} alt={words.picture} width="240" height="240" />
      <p class="aside">
        <a href={uri.reveal()}>{words.onThisPhone}</a>
      </p>
      <details>
        <summary>{words.cannotScan}</summary>
        <p>{words.typeIn}</p>
        <dl>
          <dt>{words.account}</dt>
          <dd>
            <Said>{account}</Said>
          </dd>
          <dt>{words.key}</dt>
          <dd>
            <code id="key" class="key">
              {key.match(/.{1,4}/g)?.join(' ')}
            </code>
          </dd>
        </dl>
        <p class="hint">{words.keyKind}</p>
        <button type="button" class="secondary" data-copy="key" data-done={backup.copied}>
          {words.copyKey}
        </button>
      </details>
    </>
  );
}
