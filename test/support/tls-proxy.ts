import { request } from 'node:http';
import { createServer, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A proxy that speaks TLS with clients and plain HTTP with the service, as one stands in front of it in production. */
export interface TlsProxy {
  readonly url: string;
  /** The certificate to trust. */
  readonly ca: string;
  close(): Promise<void>;
}

/** Sets `X-Forwarded-For` behind what the client sent, and `X-Forwarded-Proto`. */
export async function tlsProxy(target: number): Promise<TlsProxy> {
  const altNames = [{ type: 2 as const, value: 'localhost' }];
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (req, res) => {
    const forwarded = [req.headers['x-forwarded-for'], req.socket.remoteAddress].filter(Boolean).join(', ');
    const headers = { ...req.headers, 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' };
    const options: RequestOptions = {
      host: '127.0.0.1',
      port: target,
      method: req.method ?? 'GET',
      path: req.url ?? '/',
      headers,
    };
    const onward = request(options, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, ca: certificate.cert, close };
}
