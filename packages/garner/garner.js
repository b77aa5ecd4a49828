#!/usr/bin/env node
import { main } from '@garner/validate/cli';

await main();
