import { unitOfWorkContract } from '../../src/testing/unit-of-work.contract.js';
import { postgresStore } from '../support/postgres-store.js';

unitOfWorkContract('PostgreSQL', postgresStore);
