// A process that does nothing, for as long as it is let.
setInterval(() => undefined, 60_000);
