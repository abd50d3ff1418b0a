import { cacheExchange, Client, fetchExchange } from '@urql/core';
import type { Portcullis } from 'portcullis/client';
import { portcullisExchange } from 'portcullis/client/urql';

/** urql whose operations carry the session, of Portcullis or of an API behind its guard. */
export const urqlOf = (portcullis: Portcullis, url: string, fetch = globalThis.fetch): Client =>
  new Client({
    url,
    fetch,
    preferGetMethod: false,
    exchanges: [cacheExchange, portcullisExchange(portcullis), fetchExchange],
  });
