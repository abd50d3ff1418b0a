/**
 * Loaded into every measured process before its own code: tells on request what the process has used. It asks nothing
 * of the operating system until it is asked itself, and keeps nobody alive.
 */
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ kind: 'usage', cpu: user + system, rss: process.memoryUsage.rss() });
});
process.channel?.unref();
