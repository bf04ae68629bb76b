import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who signs in by a provider of their company's, under the name the provider gives them. */
export const providedPeople: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `CREATE TABLE provided_person (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES "user" (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject))`,
  'CREATE INDEX provided_person_user ON provided_person (user_id)',
];
