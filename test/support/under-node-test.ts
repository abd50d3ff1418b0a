import { after, describe, it } from 'node:test';
import { InsecurePasswordHasher } from '../../src/testing/insecure-hashing.js';
import { outboxContract } from '../../src/testing/outbox.contract.js';
import { passwordHasherContract } from '../../src/testing/password-hasher.contract.js';
import { ForgetfulOutbox, memoryOutbox } from './memory-outbox.js';

// A program of its own, which has none of mocha's globals. Its argument says whether the outbox is to be a good one.
const forgetful = process.argv[2] === 'forgetful';

passwordHasherContract('under node:test', () => ({ hasher: new InsecurePasswordHasher() }), { describe, it, after });

const made = () => memoryOutbox(forgetful ? ForgetfulOutbox : undefined);
outboxContract('under node:test', made, { describe, it });
