#!/usr/bin/env node
// `npx . GROUP VERB`, from a checkout: its commands are TypeScript, which tsx runs.
// npx keeps this path in its cache, so the file stays here; what it starts is the room cli.
import { register } from 'tsx/esm/api';

register();
await import('../../cli/main.ts');
