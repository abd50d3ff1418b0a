/** Rejects, or resolves with false, where the service cannot do its work. */
export type ReadyCheck = () => Promise<boolean>;

/** Asked by whoever likes, so an answer serves all who ask within this time (milliseconds). */
const keptFor = 500;
/** A check that takes longer has failed (milliseconds). */
const patience = 2000;

/** Whether requests can be answered: the database is reachable, the keys are loaded, and nobody is leaving. */
export class Readiness {
  #asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  #leaving = false;

  constructor(private readonly checks: readonly ReadyCheck[]) {}

  /** The service is about to stop: no longer ready, whatever the checks say. */
  leave(): void {
    this.#leaving = true;
  }

  async isReady(): Promise<boolean> {
    if (this.#leaving) return false;
    const at = performance.now();
    if (!this.#asked || at - this.#asked.at > keptFor) this.#asked = { at, answer: this.check() };
    return this.#asked.answer;
  }

  private async check(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, patience, false);
    });
    const all = Promise.all(this.checks.map((check) => check())).then((answers) => answers.every(Boolean));
    try {
      return await Promise.race([all, late]);
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
