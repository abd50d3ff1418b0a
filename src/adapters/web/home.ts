import { pagePaths } from './page-paths.js';
import { seeOther, type Reply } from './reply.js';
import type { Visit } from './visit.js';

/** The front door leads to the account, or to the sign-in. */
export const home = {
  async get(visit: Visit): Promise<Reply> {
    return seeOther((await visit.viewer()) ? pagePaths.account : pagePaths.signIn);
  },
};
