import express, { type Request, type Response } from 'express';
import { checkedReturnTo } from 'portcullis/guard';
import { expressGuard, person } from 'portcullis/guard/express';

// The service answers under this host too (`/auth/…`), so its cookies are this host's. Where a proxy in front does that,
// a page's own script can ask the service; here the server does it for pages without any script.
const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

const guard = expressGuard({
  issuer: ISSUER,
  audience: AUDIENCE,
  signInUrl: '/sign-in',
  challengeUrl: '/second-step',
});
const app = express();
app.use(express.urlencoded({ extended: false, limit: '8kb' }));

app.get('/report', guard.authenticated(), (req, res) => {
  res.send(`<p>The report of ${person(req).userId}</p>`);
});
app.get('/vault', guard.mfa({ maxAge: 300 }), (_req, res) => {
  res.send('<p>The vault</p>');
});

app.get('/sign-in', (req, res) => {
  res.send(form('/sign-in', req, ['email', 'password']));
});
app.post('/sign-in', async (req, res) => {
  const { email, password } = req.body as Record<string, string>;
  const { status } = await ask('/auth/login', { email, password, credential: 'cookie' }, req, res);
  if (status === 200) res.redirect(303, back(req));
  else if (status === 202) res.redirect(303, `/second-step?${new URLSearchParams({ returnTo: back(req) })}`);
  else res.status(401).send('<p>That was not right.</p>');
});

app.get('/second-step', async (req, res) => {
  // Somebody is signed in already and is asked for fresh proof: that begins with a challenge too.
  if ('acr_values' in req.query) await ask('/auth/step-up', {}, req, res);
  res.send(form('/second-step', req, ['code']));
});
app.post('/second-step', async (req, res) => {
  const { code } = req.body as Record<string, string>;
  const factor = code?.length === 6 ? 'totp' : 'backup-code';
  const { status } = await ask('/auth/mfa/verify', { factor, code }, req, res);
  if (status === 200) res.redirect(303, back(req));
  else res.status(401).send('<p>That was not right.</p>');
});

/** Where the visitor wanted to go, if it is a page of ours. */
const back = ({ body, query }: Request): string =>
  checkedReturnTo((body as { returnTo?: string } | undefined)?.returnTo ?? query['returnTo']);

function form(action: string, req: Request, fields: readonly string[]): string {
  const inputs = fields.map((name) => `<input name="${name}">`).join('');
  // What passed the check holds no quote that is not encoded.
  const target = back(req).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<form method="post" action="${action}"><input type="hidden" name="returnTo" value="${target}">${inputs}<button>Go on</button></form>`;
}

/** Asks the service with the visitor's cookies, and hands on those it sets. */
async function ask(path: string, body: object, req: Request, res: Response): Promise<globalThis.Response> {
  const headers = { 'content-type': 'application/json', cookie: req.headers.cookie ?? '' };
  const answer = await fetch(ISSUER + path, { method: 'POST', headers, body: JSON.stringify(body) });
  for (const line of answer.headers.getSetCookie()) res.append('Set-Cookie', line);
  return answer;
}

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});
