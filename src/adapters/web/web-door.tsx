import type { IncomingMessage, ServerResponse } from 'node:http';
import { render } from 'preact-render-to-string';
import type { Clock } from '../../domain/ports/clock.js';
import { wantsPage } from '../../guard/pages.js';
import { checkedReturnTo } from '../../guard/return-to.js';
import { readForm } from '../http/body.js';
import type { ClientAddress } from '../http/client-address.js';
import { deviceName } from '../http/device-name.js';
import { wantedLanguage } from '../http/language.js';
import type { Envelopes, OpenEnvelope } from '../http/envelopes.js';
import type { Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';
import { Assets } from './assets.js';
import { admitForm } from './admit-form.js';
import type { Brand } from './brand.js';
import { Framed } from './frame.js';
import { pageHeaders } from './page-headers.js';
import { assetsPath, pagePaths, type PageName } from './page-paths.js';
import { PlainCookie } from './plain-cookie.js';
import { cookiesOff, problemPage } from './problem-page.js';
import type { Page, Reply } from './reply.js';
import { Visit, type Recognition } from './visit.js';
import { isLanguage, languageFor, languages, type Language } from './words.js';

type Handler = (visit: Visit) => Promise<Reply>;
/** What a page answers to a look, and to its form. */
export interface Pages {
  readonly get?: Handler;
  readonly post?: Handler;
}

export interface WebParts {
  readonly pages: { readonly [N in PageName]: Pages };
  readonly recognition: Recognition;
  readonly envelopes: Envelopes;
  readonly origins: Origins;
  readonly addressOf: ClientAddress;
  readonly clock: Clock;
  readonly brand: Brand;
  readonly secure: boolean;
}

const year = 31_536_000;
const halfAnHour = 1800;

/** The pages a person meets: the same use cases as through every other door, by cookies alone. */
export class WebDoor {
  readonly #assets: Assets;
  readonly #pages: ReadonlyMap<string, Pages>;
  readonly #language: PlainCookie;
  readonly #alive: PlainCookie;

  constructor(private readonly its: WebParts) {
    this.#assets = new Assets(its.brand);
    this.#language = new PlainCookie('portcullis-language', its.secure);
    this.#alive = new PlainCookie('portcullis-cookies', its.secure);
    const named = Object.entries(its.pages) as [PageName, Pages][];
    this.#pages = new Map(named.map(([name, page]) => [pagePaths[name], page]));
  }

  /** Answers at a path of `page-paths`. Rejects with a `Problem` for what no page is there for. */
  async answer(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://here.invalid');
    if (url.pathname.startsWith(assetsPath)) this.#assets.send(url.pathname, req, res);
    else await this.page(url, req, res, requestId);
  }

  /** Tells a browser that wants a page why it gets none. False where whoever asks wants no page. */
  tell(req: IncomingMessage, res: ServerResponse, problem: Problem, requestId: string): boolean {
    if (!wantsPage(req.headers.accept)) return false;
    const language = this.languageOf(req);
    this.send(req, res, problemPage(languages[language], problem, requestId, this.its.origins.own), {
      language,
      here: '/',
      returnTo: undefined,
    });
    return true;
  }

  private async page(url: URL, req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    const page = this.#pages.get(url.pathname);
    if (!page) throw new Problem(404, 'There is nothing here.');
    const language = this.languageOf(req);
    if (req.method === 'POST') admitForm(this.its.origins, req);
    const handler = req.method === 'POST' ? page.post : isLook(req) ? page.get : undefined;
    if (!handler) throw notAllowed(page);
    const form = req.method === 'POST' ? await readForm(req) : new URLSearchParams();
    const { envelopes, addressOf, clock, recognition } = this.its;
    const envelope = envelopes.open(req);
    const returnTo = this.returnToIn(form.get('returnTo') ?? url.searchParams.get('returnTo'));
    const asked = {
      query: url.searchParams,
      form,
      client: {
        address: addressOf(req),
        device: deviceName(req.headers['user-agent']),
        // What was chosen on a page is what is wanted.
        language: this.chosenLanguage(req) ?? wantedLanguage(req.headers['accept-language']),
        correlationId: requestId,
      },
      envelope,
      now: clock.now(),
      language,
      words: languages[language],
      returnTo,
      linkCode: this.linkCookie(url.pathname).of(req) || undefined,
    };
    const visit = new Visit(asked, recognition);
    // Every page leaves a cookie: who sends a form without any does not keep them, and nothing would come of it.
    const keeps = this.#alive.of(req) !== undefined || envelope.presented !== undefined || envelope.pending.length > 0;
    const here = hereOf(url, returnTo);
    const blind = req.method === 'POST' && !keeps;
    const reply = blind ? cookiesOff(visit.words, page.get ? here : pagePaths.home) : await handler(visit);
    this.seal(envelope, req, res);
    if ('seeOther' in reply) {
      if (reply.link !== undefined) {
        const life = reply.link === '' ? 0 : halfAnHour;
        res.appendHeader('Set-Cookie', this.linkCookie(url.pathname).line(reply.link, life));
      }
      if (reply.language) res.appendHeader('Set-Cookie', this.#language.line(reply.language, year));
      return redirect(res, reply);
    }
    this.send(req, res, reply, { language, here, returnTo });
  }

  /** Of each kind of mailed link its own. */
  private linkCookie(pathname: string): PlainCookie {
    return new PlainCookie(`portcullis-link-${pathname.slice(pathname.lastIndexOf('/') + 1)}`, this.its.secure);
  }

  private languageOf(req: IncomingMessage): Language {
    return this.chosenLanguage(req) ?? languageFor(req);
  }

  private chosenLanguage(req: IncomingMessage): Language | undefined {
    const chosen = this.#language.of(req);
    return isLanguage(chosen) ? chosen : undefined;
  }

  /** A path of ours, or an address of an application that the operator named (OWASP Unvalidated Redirects). */
  private returnToIn(raw: string | null): string | undefined {
    const { own, allowed } = this.its.origins;
    const checked = checkedReturnTo(raw, { otherwise: '', origins: [own, ...allowed] });
    return checked === '' ? undefined : checked;
  }

  private seal(envelope: OpenEnvelope, req: IncomingMessage, res: ServerResponse): void {
    envelope.seal(res);
    if (this.#alive.of(req) === undefined) res.appendHeader('Set-Cookie', this.#alive.line('1', year));
  }

  private send(
    req: IncomingMessage,
    res: ServerResponse,
    page: Page,
    { language, here, returnTo }: { language: Language; here: string; returnTo: string | undefined },
  ): void {
    const frame = { brand: this.its.brand, assets: this.#assets, words: languages[language], language, here };
    const text = `<!doctype html>${render(<Framed frame={frame} page={page} />)}`;
    const bytes = Buffer.from(text);
    res.writeHead(page.status, { ...pageHeaders(returnTo), ...page.headers, 'Content-Length': bytes.length });
    res.end(req.method === 'HEAD' ? undefined : bytes);
  }
}

/** This page, to come back to: what a form sent is not sent again. */
function hereOf({ pathname, searchParams }: URL, returnTo: string | undefined): string {
  const query = new URLSearchParams(searchParams);
  if (returnTo === undefined) query.delete('returnTo');
  else query.set('returnTo', returnTo);
  return query.size === 0 ? pathname : `${pathname}?${query}`;
}

const isLook = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function redirect(res: ServerResponse, { seeOther: address }: { readonly seeOther: string }): void {
  res.writeHead(303, { Location: address, 'Content-Length': '0' }).end();
}

function notAllowed({ get, post }: Pages): Problem {
  const allowed = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])].join(', ');
  return new Problem(405, `Send ${allowed}.`, { Allow: allowed });
}
