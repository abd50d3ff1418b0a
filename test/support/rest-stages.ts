import { Unavailable } from '../../src/domain/ports/unit-of-work.js';
import type { RouteName } from '../../src/adapters/rest/routes.js';
import type { WorldOptions } from '../../src/testing/world.js';
import type { Said } from './rest-client.js';
import { RestStage } from './rest-stage.js';

/** Who plays the situations: a stage for each kind of world, opened when it is first needed. */
export class Stages {
  private readonly opened = new Map<string, Promise<RestStage>>();

  get plain(): Promise<RestStage> {
    return this.of('plain', {});
  }
  get mandatory(): Promise<RestStage> {
    return this.of('mandatory', { env: { MFA: 'required' } });
  }
  get closed(): Promise<RestStage> {
    return this.of('closed', { env: { REGISTRATION: 'closed' } });
  }
  get lost(): Promise<RestStage> {
    const run = () => Promise.reject(new Unavailable('the database is gone'));
    return this.of('lost', { instead: (ours) => ({ ...ours, work: { run } }) });
  }

  async close(): Promise<void> {
    for (const stage of this.opened.values()) await (await stage).close();
  }

  private of(name: string, options: WorldOptions): Promise<RestStage> {
    const stage = this.opened.get(name) ?? RestStage.open(options);
    this.opened.set(name, stage);
    return stage;
  }
}

export interface Situation {
  readonly route: RouteName;
  readonly words: string;
  readonly play: (stages: Stages) => Promise<Said>;
}

export const situation = (route: RouteName, words: string, play: Situation['play']): Situation => ({
  route,
  words,
  play,
});
