import { ApolloLink } from '@apollo/client/link';
import { Observable } from 'rxjs';
import { rootOf, type Answer } from './answer.js';
import type { Portcullis } from './portcullis.js';

/**
 * Attaches and renews the access token, lets the person be asked where an answer demands more proof, and sends the
 * operation again. Stands before the link that sends: `ApolloLink.from([portcullisLink(portcullis), new HttpLink(…)])`.
 */
export function portcullisLink(portcullis: Portcullis): ApolloLink {
  return new ApolloLink(
    (operation, forward) =>
      new Observable((observer) => {
        const passage = portcullis.passage(rootOf(operation.query));
        let sent: { unsubscribe(): void } | undefined;

        const attempt = async (): Promise<void> => {
          const authorization = await passage.enter();
          if (observer.closed) return;
          operation.setContext(({ headers }) => ({
            headers: { ...(headers as object), ...(authorization && { authorization }) },
            ...(passage.cookie && { credentials: 'include' }),
          }));
          let held = false;
          const meet = (answer: Answer, handOn: () => void): void => {
            const notice = held ? undefined : passage.notice(answer);
            if (held || !notice) return held ? undefined : handOn();
            held = true;
            const decided = passage.again(notice).then((again) => {
              if (observer.closed) return undefined;
              if (again) return attempt();
              handOn();
              return observer.complete();
            });
            decided.catch(fail);
          };
          sent = forward(operation).subscribe({
            next: (result) => meet(result, () => observer.next(result)),
            error: (error: unknown) => meet(answerIn(error), () => observer.error(error)),
            complete: () => held || observer.complete(),
          });
        };
        const fail = (error: unknown): void => observer.error(error);
        attempt().catch(fail);
        return () => sent?.unsubscribe();
      }),
  );
}

/** What Apollo makes an error of: an answer with a status of its own, which may hold GraphQL all the same. */
function answerIn(error: unknown): Answer {
  const { response, bodyText = '' } = (error ?? {}) as { readonly response?: Response; readonly bodyText?: string };
  return {
    status: response?.status,
    challenge: response?.headers.get('www-authenticate'),
    errors: errorsIn(bodyText),
  };
}

function errorsIn(body: string): unknown {
  try {
    return (JSON.parse(body) as Answer | null)?.errors;
  } catch {
    return undefined;
  }
}
