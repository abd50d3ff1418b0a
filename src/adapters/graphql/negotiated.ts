import { Recent } from '../../application/recent.js';

type Accept = string | readonly string[] | undefined;

const remembered = 100;
/** Characters; what programs send has fewer. */
const longest = 200;

/** What Apollo has answered to which `Accept`, so that it need not negotiate the same again with every request. */
export class Negotiated {
  private readonly types = new Recent<Accept, string>(remembered);

  /** The content type, once it is known. */
  for(accept: Accept): string | undefined {
    return this.types.get(accept);
  }

  /** What is asked often is soon known again, whoever makes up others. */
  learn(accept: Accept, type: string): void {
    if (accept !== undefined && accept.length > longest) return;
    this.types.put(accept, type);
  }
}
