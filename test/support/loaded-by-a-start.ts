import { createRequire, registerHooks } from 'node:module';

// A process of its own, which loads what a start loads before it answers, and tells its parent the addresses.
const loaded = new Set<string>();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
const load = createRequire(import.meta.url);
for (const file of ['config', 'adapters/http/log', 'service']) load(`../../src/${file}.js`);
process.send?.([...loaded]);
