import express from 'express';
import { expressGuard, person } from 'portcullis/guard/express';

const { ISSUER = 'http://localhost:4000', AUDIENCE = ISSUER, PORT = '3000' } = process.env;

const guard = expressGuard({ issuer: ISSUER, audience: AUDIENCE });
const app = express();

// Anybody. Who it is, is told where they say so.
app.get('/', guard.public(), (req, res) => {
  res.json({ hello: req.auth?.kind });
});

// Between the password and the second factor, and after it.
app.get('/welcome', guard.partial(), (req, res) => {
  res.json({ you: req.auth?.kind });
});

// People who are signed in, and machines that may read invoices.
app.get('/invoices', guard.authenticated({ machines: ['invoices:read'] }), (req, res) => {
  res.json({ invoices: [], for: req.auth?.kind });
});

app.get('/account', guard.authenticated(), (req, res) => {
  res.json({ user: person(req).userId, amr: person(req).amr });
});

// Whoever still owes the second factor is told 202, and what is due.
app.get('/waiting', guard.authenticated({ answersPending: true }), (req, res) => {
  res.json({ user: person(req).userId });
});

// A second factor, proven within the last five minutes.
app.post('/payments', guard.mfa({ maxAge: 300 }), (req, res) => {
  res.status(201).json({ paidBy: person(req).userId });
});

// Machines alone.
app.post('/imports', guard.machine('invoices:write'), (_req, res) => {
  res.status(202).json({ imported: 0 });
});

// A route that does without the second factor for a while: with a reason, and with an end.
const exemption = { reason: 'The till has no keyboard yet', until: new Date('2027-01-31') };
app.get('/till', guard.mfa({ exemption }), (req, res) => {
  res.json({ mfaVerified: person(req).mfaVerified });
});
for (const { reason, until } of guard.guard.exemptions)
  console.log(`without MFA until ${until.toISOString()}: ${reason}`);

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});
