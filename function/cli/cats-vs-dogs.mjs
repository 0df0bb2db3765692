#!/usr/bin/env node
// `npx . COMMAND`, from a checkout: its commands are TypeScript, which tsx runs.
import { register } from 'tsx/esm/api';

register();
await import('./cats-vs-dogs.ts');
