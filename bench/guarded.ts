import express from 'express';
import { subscribe } from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { Envelopes } from '../src/adapters/http/envelopes.js';
import { AuthenticateRequest } from '../src/application/authenticate-request.js';
import { loadConfig } from '../src/config.js';
import { expressGuard } from '../src/guard/express.js';
import { personOf } from '../src/guard/guard.js';
import { openHouse } from '../src/open-house.js';

// Two routes of an Express server, each with a guard and without: by tokens, with the service elsewhere, and by cookies,
// with the service in this process.
const { OWNER_URL, SERVICE_URL = '', ...variables } = process.env;
const config = loadConfig({ ...variables, PORT: '0' });
const nothing = (): void => undefined;
const log = { fatal: nothing, error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
const { its } = await openHouse(config, { log }, []);
const [envelopes, authenticate] = [its.resolve(Envelopes), its.resolve(AuthenticateRequest)];
const client = { address: undefined, device: undefined, correlationId: 'bench' };
const pool = new Pool({ connectionString: OWNER_URL, max: config.database.poolSize });

const { issuer, audience } = config.tokens;
const byToken = expressGuard({ issuer, audience, serviceUrl: SERVICE_URL, sessions: 'none' });
const byCookie = expressGuard({
  issuer,
  audience,
  serviceUrl: SERVICE_URL,
  async sessions({ cookie }) {
    const { presented } = envelopes.open({ headers: { cookie } });
    const viewer = presented && (await authenticate.execute({ presented, client }));
    return viewer && personOf(viewer);
  },
});

const app = express().disable('x-powered-by').disable('etag');
app.post('/open', (_req, res) => {
  res.json({ mfaVerified: true });
});
app.post('/by-token', byToken.mfa(), (_req, res) => {
  res.json({ mfaVerified: true });
});
app.post('/bare-read', async (req, res) => {
  const text = 'select id, email from limit_users where id = $1';
  const { rows } = await pool.query({ name: 'bare', text, values: [req.headers['x-user']] });
  res.json({ mfaVerified: rows.length === 1 });
});
app.post('/by-cookie', byCookie.mfa(), (_req, res) => {
  res.json({ mfaVerified: true });
});

let fetched = 0;
subscribe('undici:request:create', () => {
  fetched += 1;
});
process.on('message', (message) => {
  if (message === 'fetched') process.send?.({ kind: 'fetched', times: fetched });
});
process.once('SIGTERM', () => process.exit());

const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
