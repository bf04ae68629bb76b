import type { UserRole } from '../../../domain/records.ts';
import { isLastAdministrator, lockPeople, revokeLostPermissions } from '../../repositories/actors.ts';
import { type Act, addAuditEntry, type Subject } from '../../repositories/audit.ts';
import { deleteInvitations, endSignIns } from '../../repositories/revoke-access.ts';
import type { ProvidedPersonTable } from '../../schema/schema.ts';
import type { Transaction } from '../../transaction.ts';
import { newId, type OperationResult, runOperation, type UnitOfWork } from '../../unit-of-work.ts';
import { adminCliOperations } from '../admin-cli.ts';

type ProviderIdentity = {
  issuer: string;
  subject: string;
  name: string | undefined;
  email: string | undefined;
  isEmailVerified: boolean;
  role: UserRole | undefined;
};

export type ProvidedSignIn =
  | { as: 'somebody'; userId: string; signInNumber: number }
  | { as: 'nobody'; because: 'no-role' | 'taken' | 'removed' | 'no-organization' };

type Found = { id: string; name: string; role: UserRole; sign_in_number: number };

export const ssoOperations = {
  /**
   * Finds the user by issuer and subject, then by a verified address, or creates one. The provider sets their role. A
   * person without a role is refused, and signed out if they were signed in.
   */
  async signInByProvider(
    tx: Transaction,
    { now, organization, vouched }: { now: number; organization: string | undefined; vouched: ProviderIdentity },
  ): Promise<OperationResult<ProvidedSignIn>> {
    return runOperation(tx, now, async (work) => {
      const own = await adminCliOperations.resolveOrganization(tx, { organization });
      if ('rejection' in own) return { value: refuse('no-organization') satisfies ProvidedSignIn };
      // The second of two simultaneous first sign-ins finds the user that the first has created.
      await tx.selectFrom('organization').select('id').where('id', '=', own.value).forNoKeyUpdate().execute();
      const seen = await findKnown(work, vouched);
      await lockPeople(tx, own.value, [seen?.id]);
      const by = { kind: 'provider', id: vouched.issuer } as const;
      const act: Act = { now, organizationId: own.value, by };
      return { value: await signIn(work, act, vouched) };
    });
  },
};

async function signIn(work: UnitOfWork, act: Act, vouched: ProviderIdentity): Promise<ProvidedSignIn> {
  const { role } = vouched;
  const known = await findKnown(work, vouched);
  if (known && known.organization_id !== act.organizationId) return refuse('taken');
  if (role === undefined) return refuseWithoutRole(work, act, vouched, known);
  if (known?.removed_at === null) return accept(work, act, known, role);
  const same = await findByAddress(work, act, vouched);
  if (same === 'taken') return refuse('taken');
  // The removal was intended. An invitation to a verified address lets the person in again.
  if (known && !same) return refuse('removed');
  const user = same ?? (await create(work, act, { ...vouched, role }));
  await connect(work, act, vouched, user);
  return accept(work, act, user, role);
}

async function accept({ tx }: UnitOfWork, act: Act, user: Found, role: UserRole): Promise<ProvidedSignIn> {
  if (user.role !== role && (await isLastAdministrator(tx, act, user))) {
    await addAuditEntry(tx, act, 'kept administrator', subjectOf(user));
  } else if (user.role !== role) {
    await tx
      .updateTable('user')
      .set((eb) => ({ role, version: eb('version', '+', 1) }))
      .where('id', '=', user.id)
      .execute();
    await deleteInvitations(tx, user.id);
    await revokeLostPermissions(tx, act, { userId: user.id, from: user.role, to: role });
    await addAuditEntry(tx, act, `made ${role}`, subjectOf(user));
  }
  return { as: 'somebody', userId: user.id, signInNumber: user.sign_in_number };
}

const refuse = (because: Extract<ProvidedSignIn, { as: 'nobody' }>['because']) => ({ as: 'nobody', because }) as const;
const subjectOf = ({ id, name }: Pick<Found, 'id' | 'name'>): Subject => ({ kind: 'person', id, name });

function findKnown({ tx }: UnitOfWork, { issuer, subject }: ProviderIdentity) {
  return tx
    .selectFrom('provided_person')
    .innerJoin('user', 'user.id', 'provided_person.user_id')
    .select(['user.id', 'user.name', 'user.role', 'user.organization_id', 'user.removed_at', 'user.sign_in_number'])
    .where('provided_person.issuer', '=', issuer)
    .where('provided_person.subject', '=', subject)
    .executeTakeFirst();
}

/**
 * The user with this address who has signed in some other way until now. Taken where the provider has not verified the
 * address, or where the user is linked to another subject of the provider.
 */
async function findByAddress(
  { tx }: UnitOfWork,
  act: Act,
  vouched: ProviderIdentity,
): Promise<Found | 'taken' | undefined> {
  const { email, isEmailVerified, issuer } = vouched;
  if (email === undefined) return undefined;
  const same = await tx
    .selectFrom('user')
    .select(['id', 'name', 'role', 'organization_id', 'sign_in_number'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (!same) return undefined;
  if (!isEmailVerified || same.organization_id !== act.organizationId) return 'taken';
  const other = await tx
    .selectFrom('provided_person')
    .select('subject')
    .where('user_id', '=', same.id)
    .where('issuer', '=', issuer)
    .executeTakeFirst();
  return other ? 'taken' : same;
}

async function create(
  { tx }: UnitOfWork,
  act: Act,
  { name, email, role }: ProviderIdentity & { role: UserRole },
): Promise<Found> {
  const id = newId();
  const user = { id, name: name ?? email ?? 'Somebody', role, sign_in_number: 1 };
  const own = { organization_id: act.organizationId, created_at: act.now, password_hash: null };
  await tx
    .insertInto('user')
    // An address belongs to one user only, and some providers send none.
    .values({ ...user, ...own, email: email ?? `${id}@unknown.invalid`, capacity: 4 })
    .execute();
  await addAuditEntry(tx, act, 'created', subjectOf(user));
  return user;
}

async function connect(
  { tx }: UnitOfWork,
  act: Act,
  { issuer, subject }: ProviderIdentity,
  user: Found,
): Promise<void> {
  const row: ProvidedPersonTable = { issuer, subject, user_id: user.id, created_at: act.now };
  await tx
    .insertInto('provided_person')
    .values(row)
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ user_id: user.id }))
    .execute();
  await addAuditEntry(tx, act, 'connected', subjectOf(user));
}

async function refuseWithoutRole(
  { tx, events }: UnitOfWork,
  act: Act,
  vouched: ProviderIdentity,
  known: Found | undefined,
) {
  const { name, email, subject } = vouched;
  if (known) events.push(...(await endSignIns(tx, known.id)));
  const unknown = { id: subject.slice(0, 256), name: name ?? email ?? subject.slice(0, 256) };
  await addAuditEntry(tx, act, 'kept out', subjectOf(known ?? unknown));
  return refuse('no-role');
}
