import { SmtpNotifier } from '../adapters/mail/smtp-notifier.js';
import type { Finding } from '../adapters/cli/finding.js';
import type { Config } from '../config.js';
import type { Secret } from '../domain/secret.js';

const patience = 3000; // milliseconds

/** Signs in to the mail server, and sends nothing. */
export async function examineMail({ mail: { server, from }, production, ...config }: Config): Promise<Finding> {
  const what = 'mail';
  if (!server || !from) {
    if (!production) return { what, state: 'ok', found: 'printed on the terminal of the service' };
    const found = 'SMTP_URL is not set: nobody is told of what happens to their account';
    return { what, state: 'warning', found, remedy: 'Set SMTP_URL and MAIL_FROM.' };
  }
  const notifier = new SmtpNotifier({ server, from, sender: { service: config.totpIssuer, url: config.publicUrl } });
  try {
    await notifier.verify();
    return { what, state: 'ok', found: `${server.host} takes mail from us` };
  } catch (problem) {
    const remedy = 'Look at SMTP_URL, and whether that server lets this machine in.';
    return { what, state: 'failure', found: problem instanceof Error ? problem.message : 'no answer', remedy };
  } finally {
    await notifier.close();
  }
}

/** Sign-ins go on without it, each replica counting for itself; that is not what REDIS_URL was set for. */
export async function examineRedis(url: Secret): Promise<Finding> {
  const what = 'redis';
  const { Redis } = await import('ioredis');
  const client = new Redis(url.reveal(), { lazyConnect: true, connectTimeout: patience, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return { what, state: 'ok', found: 'it answers' };
  } catch (problem) {
    const { code = 'it does not let us in' } = problem as NodeJS.ErrnoException;
    return { what, state: 'failure', found: `cannot be used: ${code}`, remedy: 'Look at REDIS_URL.' };
  } finally {
    client.disconnect();
  }
}
