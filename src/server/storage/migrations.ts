import type { Migrations } from './migrate.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { lastOffer } from './migrations/0002-last-offer.ts';
import { settingsAndSignedData } from './migrations/0003-settings-and-signed-data.ts';
import { userRole } from './migrations/0004-user-role.ts';
import { routing } from './migrations/0005-routing.ts';
import { removedDeployments } from './migrations/0006-removed-deployments.ts';
import { memberPlaces } from './migrations/0007-member-places.ts';
import { notes } from './migrations/0008-notes.ts';
import { administration } from './migrations/0009-administration.ts';
import { history } from './migrations/0010-history.ts';
import { signedInVisitors } from './migrations/0011-signed-in-visitors.ts';
import { testDeployments } from './migrations/0012-test-deployments.ts';
import { providedPeople } from './migrations/0013-provided-people.ts';
import { versionsOfClientsAndCodes } from './migrations/0014-versions-of-clients-and-codes.ts';
import { wrapUpSkipped } from './migrations/0015-wrap-up-skipped.ts';
import { versionsOfSettings } from './migrations/0016-versions-of-settings.ts';
import { dueFailuresAndWishes } from './migrations/0022-due-failures-and-wishes.ts';

export const migrations: Migrations = [
  { name: '0001-first-tables', migration: firstTables },
  { name: '0002-last-offer', migration: lastOffer },
  { name: '0003-settings-and-signed-data', migration: settingsAndSignedData },
  { name: '0004-user-role', migration: userRole },
  { name: '0005-routing', migration: routing },
  { name: '0006-removed-deployments', migration: removedDeployments },
  { name: '0007-member-places', migration: memberPlaces },
  { name: '0008-notes', migration: notes },
  { name: '0009-administration', migration: administration },
  { name: '0010-history', migration: history },
  { name: '0011-signed-in-visitors', migration: signedInVisitors },
  { name: '0012-test-deployments', migration: testDeployments },
  { name: '0013-provided-people', migration: providedPeople },
  { name: '0014-versions-of-clients-and-codes', migration: versionsOfClientsAndCodes },
  { name: '0015-wrap-up-skipped', migration: wrapUpSkipped },
  { name: '0016-versions-of-settings', migration: versionsOfSettings },
  { name: '0022-due-failures-and-wishes', migration: dueFailuresAndWishes },
];
