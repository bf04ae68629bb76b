import type { Migrations } from './migrate.ts';
import { firstTables } from './migrations/0001-first-tables.ts';

export const migrations: Migrations = [{ name: '0001-first-tables', migration: firstTables }];
