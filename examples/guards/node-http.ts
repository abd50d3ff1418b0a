import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { httpGuard } from 'portcullis/guard/http';

const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

const guard = httpGuard({ issuer: ISSUER, audience: AUDIENCE });

function json(res: ServerResponse, body: object): void {
  res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

// The type of `req.auth` follows from the guard: here there is a person, with a second factor.
const routes: Readonly<Record<string, (req: IncomingMessage, res: ServerResponse) => Promise<void>>> = {
  '/': guard.public()((req, res) => json(res, { hello: req.auth.kind })),
  '/welcome': guard.partial()((req, res) => json(res, { you: req.auth.kind })),
  '/account': guard.authenticated()((req, res) => json(res, { user: req.auth.userId, amr: req.auth.amr })),
  '/payments': guard.mfa({ maxAge: 300 })((req, res) => json(res, { paidBy: req.auth.userId })),
  '/imports': guard.machine('invoices:write')((req, res) => json(res, { by: req.auth.userId })),
};

const server = createServer((req, res) => {
  const route = routes[req.url?.split('?')[0] ?? '/'];
  if (!route) return void res.writeHead(404).end();
  route(req, res).catch((problem: unknown) => {
    console.error(problem);
    res.destroy();
  });
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});
