import { lookup as resolveName, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import type { Answered, Courier, Parcel, TargetProblem } from '../../domain/ports/courier.js';
import { Reach, type ReachSettings } from './reach.js';
import { signedHead } from './signed-head.js';
import type { Wires } from './wires.js';

type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (problem: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface HttpCourierParts extends ReachSettings {
  /** Milliseconds for all of it: name, connection, request and the head of the answer. */
  readonly patience?: number;
  readonly resolve?: Resolve;
}

const longestUrl = 2048;
/** Read of an answer before the connection is cut: nobody needs it, but whoever says little may say it. */
const mostBytes = 16 * 1024;
const notPublic = 'its address is none that may be reached';

/**
 * Sends by HTTPS. An address is judged when it is connected to and not before, so that no name can be one server when it
 * is looked at and another when it is called; nothing is followed, and no answer is read.
 */
export class HttpCourier implements Courier {
  private readonly reach: Reach;
  // TLS and HTTP clients are loaded with the first parcel.
  private wires: Promise<Wires> | undefined;

  constructor(private readonly its: HttpCourierParts) {
    this.reach = new Reach(its);
  }

  refuses(text: string): TargetProblem | undefined {
    const url = text.length <= longestUrl ? URL.parse(text) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) return 'malformed-url';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol === 'http:' && !(this.its.loopback && (host === 'localhost' || isIP(host)))) return 'plain-http';
    return isIP(host) && !this.reach.admits(host, url.protocol) ? 'private-address' : undefined;
  }

  async send(parcel: Parcel): Promise<Answered> {
    // What may be reached can have become less since it was taken.
    const refused = this.refuses(parcel.url);
    if (refused) return { kind: 'silent', why: refused === 'private-address' ? notPublic : 'its URL cannot be used' };
    this.wires ??= import('./wires.js').then(({ Wires: Made }) => new Made());
    const wires = await this.wires;
    const first = await this.attempt(wires, parcel);
    // Kept open, and closed by the receiver meanwhile: it has not seen the request.
    return first === 'stale' ? this.attempt(wires, parcel, 'afresh').then(settledAfter) : first;
  }

  close(): void {
    void this.wires?.then((wires) => wires.close());
  }

  private attempt(wires: Wires, parcel: Parcel, how?: 'afresh'): Promise<Answered | 'stale'> {
    const { patience = 10_000 } = this.its;
    const url = new URL(parcel.url);
    const body = Buffer.from(parcel.body);
    const signal = AbortSignal.timeout(patience);
    const options: RequestOptions = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'portcullis',
        ...signedHead(parcel),
      },
      lookup: this.lookup(url.protocol),
      signal,
    };
    return new Promise((resolve) => {
      const request = wires.request(url, options, how);
      request.on('response', (answer) => {
        resolve({ kind: 'answered', code: answer.statusCode ?? 0 });
        drop(answer);
      });
      request.on('error', (problem: NodeJS.ErrnoException) => {
        if (!how && request.reusedSocket && problem.code === 'ECONNRESET') return resolve('stale');
        const why = signal.aborted ? `it took longer than ${patience / 1000} s` : wordFor(problem);
        return resolve({ kind: 'silent', why });
      });
      request.end(body);
    });
  }

  private lookup(protocol: string): LookupFunction {
    const resolve = this.its.resolve ?? resolveName;
    return (name, options, done) => {
      resolve(name, { ...options, all: true }, (problem, addresses) => {
        const admitted = problem ? [] : addresses.filter(({ address }) => this.reach.admits(address, protocol));
        const [first] = admitted;
        if (problem || !first) return done(problem ?? new Unreachable(), []);
        return options.all ? done(null, admitted) : done(null, first.address, first.family);
      });
    };
  }
}

class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const settledAfter = (second: Answered | 'stale'): Answered =>
  second === 'stale' ? { kind: 'silent', why: 'it hung up' } : second;

/** Read to its end only where that is near, so that the connection can serve again. */
function drop(answer: IncomingMessage): void {
  let read = 0;
  answer.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostBytes) answer.destroy();
  });
  answer.on('error', () => undefined);
}

/** A code and no more: messages name addresses. */
function wordFor(problem: NodeJS.ErrnoException): string {
  if (problem instanceof Unreachable) return notPublic;
  return `it could not be reached: ${problem.code ?? problem.name}`;
}
