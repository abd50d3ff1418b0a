import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import type { Router } from 'express';
import { checkDoor, type CheckParts } from '../../../src/adapters/rest/check.js';
import { openApi } from '../../../src/adapters/rest/open-api.js';
import { restRouter, type RouterParts } from '../../../src/adapters/rest/router.js';
import { routes } from '../../../src/adapters/rest/routes.js';
import { RestStage } from '../../support/rest-stage.js';

const document = openApi('https://auth.example.com') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string; requestBody?: object }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
};

describe('The OpenAPI document', () => {
  let stage: RestStage;
  before(async () => {
    stage = await RestStage.open();
  });
  after(() => stage.close());

  it('is OpenAPI 3.1, by a validator that is not ours', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors ?? []).to.deep.equal([]);
    expect([result.valid, validator.version]).to.deep.equal([true, '3.1']);
  });

  it('would not be, with one thing wrong', async () => {
    const broken = { ...structuredClone(document), paths: { 'auth/login': { post: { responses: 1 } } } };
    expect((await new Validator().validate(broken)).valid).to.equal(false);
  });

  it('is served as it is, under the address that clients use', async () => {
    const served = await fetch(`${stage.world.url}/openapi.json`);
    expect([served.status, served.headers.get('content-type')]).to.deep.equal([200, 'application/json; charset=utf-8']);
    expect(await served.json()).to.deep.equal(JSON.parse(JSON.stringify(openApi(stage.world.url))));
  });

  it('describes every route that the router answers, and no other', () => {
    // Nobody is called: only what was mounted is looked at.
    const parts = { handlers: {}, publicUrl: 'http://localhost' };
    const routers = [restRouter(parts as unknown as RouterParts), checkDoor(parts as unknown as CheckParts)];
    const stack = (routers as readonly Router[]).flatMap((router) => router.stack);
    const mounted = stack.flatMap(({ route }) => {
      const path = route?.path.replace(/:(\w+)/g, '{$1}');
      const layers = (route?.stack ?? []) as readonly { readonly method?: string }[];
      return layers.flatMap(({ method }) => (method ? [`${method} ${path}`] : []));
    });
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(mounted.filter((each) => each !== 'get /openapi.json')).to.have.members(described);
    const rows = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
    expect(described).to.have.members([...rows, 'get /auth/check']);
  });

  it('takes no member that it does not name, and lets answers grow', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema['additionalProperties'], name).to.equal(name.endsWith('Body') ? false : undefined);
    }
  });

  it('never tells a client to change something with GET', () => {
    for (const route of Object.values(routes)) {
      if (route.method === 'get') expect(route).not.to.have.property('body');
    }
    expect(Object.values(routes).filter(({ method }) => method === 'get')).to.have.length(6);
  });
});
