/** What every Node.js process of a test is given: where programs are, and what others compiled already (`one-server.ts`). */
export const childEnv = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
