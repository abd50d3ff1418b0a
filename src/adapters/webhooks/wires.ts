import http, { type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';

/** Connections that are kept for the next delivery; idle ones do not keep the process alive. */
export class Wires {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxFreeSockets: 2, timeout: 15_000 }),
    'https:': new https.Agent({ keepAlive: true, maxFreeSockets: 2, timeout: 15_000 }),
  };

  /** `afresh`: by a connection of its own. */
  request(url: URL, options: RequestOptions, how?: 'afresh'): ClientRequest {
    const isPlain = url.protocol === 'http:';
    const agent = how ? false : this.agents[isPlain ? 'http:' : 'https:'];
    return (isPlain ? http : https).request(url, { ...options, agent });
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }
}
