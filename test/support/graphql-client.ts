import type { CookieJar } from './cookie-jar.js';

/** One member of a result union, as far as a test does not say more. */
export interface Member {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** What came back: GraphQL's two parts, and what HTTP said around them. */
export interface Answer<Data = Record<string, Member>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where GraphQL answered with none. */
  readonly data: Data;
  readonly errors: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[] | undefined;
}
export interface Sending {
  readonly token?: string | undefined;
  readonly cookies?: CookieJar | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one GraphQL request over HTTP; cookies that come back go into the jar they came from. */
export async function sendGraphql<Data = Record<string, Member>>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  { token, cookies, headers }: Sending = {},
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookies?.header && { cookie: cookies.header }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  cookies?.take(response.headers.getSetCookie());
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as Partial<Pick<Answer<Data>, 'data' | 'errors'>>;
  return { status: response.status, headers: response.headers, text, data: data ?? ({} as Data), errors };
}
