import type { VNode } from 'preact';
import type { Assets } from './assets.js';
import type { Brand } from './brand.js';
import type { Page } from './reply.js';
import { languages, type Language, type Words } from './words.js';

export interface Frame {
  readonly brand: Brand;
  readonly assets: Assets;
  readonly words: Words;
  readonly language: Language;
  /** The page's own address, where the switch of language comes back to. */
  readonly here: string;
}

/** What stands around every page. */
export function Framed({ frame, page }: { readonly frame: Frame; readonly page: Page }): VNode {
  const { brand, assets, language } = frame;
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${page.title} · ${brand.name}`}</title>
        <link rel="stylesheet" href={assets.style} />
        <link rel="icon" type="image/svg+xml" href={assets.icon} />
        <script type="module" src={assets.script} />
      </head>
      <body>
        <header>
          <a class="brand" href="/">
            <img src={assets.logo} alt="" width="32" height="32" />
            <span dir="auto">{brand.name}</span>
          </a>
        </header>
        <main class={page.wide ? 'wide' : 'card'}>{page.body}</main>
        <Foot frame={frame} page={page} />
      </body>
    </html>
  );
}

function Foot({ frame, page }: { readonly frame: Frame; readonly page: Page }): VNode {
  const { brand, words } = frame;
  return (
    <footer>
      {brand.links.length > 0 && (
        <nav aria-label={words.more.links}>
          {brand.links.map(({ label, url }) => (
            <a href={url} dir="auto">
              {label}
            </a>
          ))}
        </nav>
      )}
      {!page.once && <Switch frame={frame} />}
    </footer>
  );
}

function Switch({ frame }: { readonly frame: Frame }): VNode {
  const { words, language, here } = frame;
  const others = (Object.keys(languages) as Language[]).filter((each) => each !== language);
  return (
    <form class="languages" method="post" action="/language" aria-label={words.more.language}>
      <input type="hidden" name="here" value={here} />
      {others.map((each) => (
        <button class="quiet" name="language" value={each} lang={each}>
          {languages[each].name}
        </button>
      ))}
    </form>
  );
}
