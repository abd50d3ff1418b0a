import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** What a browser saw while it showed one page. */
export interface Seen {
  /** Bytes over the wire, all in. */
  readonly bytes: number;
  readonly requests: readonly string[];
}

/** Watches a browser's tab: what it loads, and whatever it complains about. */
export class PageWatch {
  readonly complaints: string[] = [];
  private bytes = 0;
  private requests: string[] = [];

  private constructor() {}

  /** `cdp` sees bytes as they travel; nothing is taken from a cache. */
  static async over(context: BrowserContext, page: Page): Promise<PageWatch> {
    const watch = new PageWatch();
    const cdp: CDPSession = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => void (watch.bytes += encodedDataLength));
    cdp.on('Network.requestWillBeSent', ({ request, type }) => {
      if (type === 'Document') [watch.bytes, watch.requests] = [0, []];
      if (!request.url.startsWith('data:')) watch.requests.push(request.url);
    });
    page.on('pageerror', (error) => void watch.complaints.push(String(error)));
    page.on('console', (message) => {
      const refused = /status of (?:4\d\d|503)/.test(message.text());
      if (message.type() === 'error' && !refused) watch.complaints.push(message.text());
    });
    return watch;
  }

  /** Since the page began to load. */
  seen(): Seen {
    return { bytes: this.bytes, requests: this.requests };
  }
}
