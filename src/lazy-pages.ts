import type { PageDoor } from './adapters/http/app.js';
import { sendProblem, type Tell } from './adapters/http/problem.js';
import { isPagePath } from './adapters/web/page-paths.js';
import type { WebDoor } from './adapters/web/web-door.js';

/** The pages, and refusals told as pages: loaded with the first, which a start should not wait for. */
export function lazyPages(load: () => Promise<WebDoor>): PageDoor & { readonly tell: Tell } {
  let coming: Promise<WebDoor> | undefined;
  const door = () => (coming ??= load());
  return {
    serves: isPagePath,
    answer: async (req, res, requestId) => (await door()).answer(req, res, requestId),
    tell: async (req, res, problem, requestId) => {
      const wantsPage = req.headers.accept?.includes('text/html') === true;
      const told =
        wantsPage &&
        (await door().then(
          (its) => its.tell(req, res, problem, requestId),
          () => false,
        ));
      if (!told) sendProblem(res, problem, requestId);
    },
  };
}
