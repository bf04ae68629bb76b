import type { UserRole } from '../../domain/records.ts';
import { lockPeople, narrowClientsOf } from '../repositories/actors.ts';
import { type Act, audit, type Subject } from '../repositories/audit.ts';
import { endInvitations, endSignIns } from '../repositories/end-ways-in.ts';
import { isLastAdministrator } from '../repositories/last-administrator.ts';
import type { ProvidedPersonTable } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type Outcome, perform, type Work } from '../unit-of-work.ts';
import { accountOperations } from './accounts.ts';

type Vouched = {
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

export const providedPeopleOperations = {
  /**
   * Finds the person by issuer and subject, else by an address the provider has verified, else makes one. Their role
   * is the provider's from now on. Who has none stays out, and is signed out where they were in.
   */
  async signInByProvider(
    tx: Transaction,
    { now, organization, vouched }: { now: number; organization: string | undefined; vouched: Vouched },
  ): Promise<Outcome<ProvidedSignIn>> {
    return perform(tx, now, async (work) => {
      const own = await accountOperations.whichOrganization(tx, { organization });
      if ('rejection' in own) return { value: nobody('no-organization') satisfies ProvidedSignIn };
      // Of two first sign-ins at the same time the second finds whom the first has made.
      await tx.selectFrom('organization').select('id').where('id', '=', own.value).forNoKeyUpdate().execute();
      const seen = await findKnown(work, vouched);
      await lockPeople(tx, own.value, [seen?.id]);
      const by = { kind: 'provider', id: vouched.issuer } as const;
      const act: Act = { now, organizationId: own.value, by };
      return { value: await signIn(work, act, vouched) };
    });
  },
};

async function signIn(work: Work, act: Act, vouched: Vouched): Promise<ProvidedSignIn> {
  const { role } = vouched;
  const known = await findKnown(work, vouched);
  if (known && known.organization_id !== act.organizationId) return nobody('taken');
  if (role === undefined) return keepOut(work, act, vouched, known);
  if (known?.removed_at === null) return letIn(work, act, known, role);
  const same = await findByAddress(work, act, vouched);
  if (same === 'taken') return nobody('taken');
  // Whoever removed them here meant it. Inviting them anew, by a verified address, lets them in again.
  if (known && !same) return nobody('removed');
  const user = same ?? (await create(work, act, { ...vouched, role }));
  await connect(work, act, vouched, user);
  return letIn(work, act, user, role);
}

async function letIn({ tx }: Work, act: Act, user: Found, role: UserRole): Promise<ProvidedSignIn> {
  if (user.role !== role && (await isLastAdministrator(tx, act, user))) {
    await audit(tx, act, 'kept administrator', subjectOf(user));
  } else if (user.role !== role) {
    await tx
      .updateTable('user')
      .set((eb) => ({ role, version: eb('version', '+', 1) }))
      .where('id', '=', user.id)
      .execute();
    await endInvitations(tx, user.id);
    await narrowClientsOf(tx, act, { userId: user.id, from: user.role, to: role });
    await audit(tx, act, `made ${role}`, subjectOf(user));
  }
  return { as: 'somebody', userId: user.id, signInNumber: user.sign_in_number };
}

const nobody = (because: Extract<ProvidedSignIn, { as: 'nobody' }>['because']) => ({ as: 'nobody', because }) as const;
const subjectOf = ({ id, name }: Pick<Found, 'id' | 'name'>): Subject => ({ kind: 'person', id, name });

function findKnown({ tx }: Work, { issuer, subject }: Vouched) {
  return tx
    .selectFrom('provided_person')
    .innerJoin('user', 'user.id', 'provided_person.user_id')
    .select(['user.id', 'user.name', 'user.role', 'user.organization_id', 'user.removed_at', 'user.sign_in_number'])
    .where('provided_person.issuer', '=', issuer)
    .where('provided_person.subject', '=', subject)
    .executeTakeFirst();
}

/**
 * Whoever has this address here and came in by another way until now. Taken, where the provider does not vouch for the
 * address, or where it already belongs to somebody else whom the provider sends.
 */
async function findByAddress({ tx }: Work, act: Act, vouched: Vouched): Promise<Found | 'taken' | undefined> {
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

async function create({ tx }: Work, act: Act, { name, email, role }: Vouched & { role: UserRole }): Promise<Found> {
  const id = newId();
  const user = { id, name: name ?? email ?? 'Somebody', role, sign_in_number: 1 };
  const own = { organization_id: act.organizationId, created_at: act.now, password_hash: null };
  await tx
    .insertInto('user')
    // An address is one person's only, and some providers tell none.
    .values({ ...user, ...own, email: email ?? `${id}@unknown.invalid`, capacity: 4 })
    .execute();
  await audit(tx, act, 'created', subjectOf(user));
  return user;
}

async function connect({ tx }: Work, act: Act, { issuer, subject }: Vouched, user: Found): Promise<void> {
  const row: ProvidedPersonTable = { issuer, subject, user_id: user.id, created_at: act.now };
  await tx
    .insertInto('provided_person')
    .values(row)
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ user_id: user.id }))
    .execute();
  await audit(tx, act, 'connected', subjectOf(user));
}

async function keepOut({ tx, events }: Work, act: Act, vouched: Vouched, known: Found | undefined) {
  const { name, email, subject } = vouched;
  if (known) events.push(...(await endSignIns(tx, known.id)));
  const unknown = { id: subject.slice(0, 256), name: name ?? email ?? subject.slice(0, 256) };
  await audit(tx, act, 'kept out', subjectOf(known ?? unknown));
  return nobody('no-role');
}
