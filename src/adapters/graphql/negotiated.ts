type Accept = string | readonly string[] | undefined;

const remembered = 100;

/** What Apollo has answered to which `Accept`, so that it need not negotiate the same again with every request. */
export class Negotiated {
  private readonly types = new Map<Accept, string>();

  /** The content type, once it is known. */
  for(accept: Accept): string | undefined {
    return this.types.get(accept);
  }

  /** Keeps the first that are seen, so that nobody who makes up new ones pushes them out. */
  learn(accept: Accept, type: string): void {
    if (this.types.size < remembered) this.types.set(accept, type);
  }
}
