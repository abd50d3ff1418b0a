import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

// Two while one is rotated, with a space between.
const { WEBHOOK_SECRETS = '', PORT = '3000' } = process.env;
const verifiers = WEBHOOK_SECRETS.split(' ').map((secret) => new Webhook(secret));

interface Told {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly userId?: string };
}

/** Throws where none of our secrets signed it, or longer than five minutes ago. */
function verified(body: string, headers: Record<string, string>): Told {
  let problem: unknown;
  for (const verifier of verifiers) {
    try {
      return verifier.verify(body, headers) as Told;
    } catch (found) {
      problem = found;
    }
  }
  throw problem;
}

// Somewhere that outlives the process, and in one transaction with what is done about it.
const had = new Set<string>();

const server = createServer(async (req, res) => {
  try {
    // As it arrived: what was parsed and written again is signed no more.
    const body = await text(req);
    const { type, data } = verified(body, req.headers as Record<string, string>);
    if (!had.has(data.id)) {
      had.add(data.id);
      console.log(`${type} of ${data.userId ?? 'nobody'}`);
    }
    res.writeHead(204).end();
  } catch (problem) {
    // 2xx is taken; anything else is sent again.
    res.writeHead(problem instanceof WebhookVerificationError ? 401 : 500).end();
  }
});
server.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
