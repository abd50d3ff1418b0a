/** What every process is given that a test starts: where programs are, and what others compiled already (`one-server.ts`). */
export const childEnv = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
