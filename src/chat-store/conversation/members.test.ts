import { expect, test } from 'vitest';
import type { Member } from '../../chat/model.ts';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { createMemoryChat } from '../../testing/fakes/memory-chat.ts';
import { createMembers } from './members.ts';

test('a later answer about a member is not undone by an earlier question', async () => {
  const { members, answers, refreshOne } = openMembers();

  const first = refreshOne('a');
  const second = refreshOne('a');
  answers[second]?.(ada('connected'));
  answers[first]?.(ada('alerting'));
  await settled();

  expect(members.all.value.get('a')).toMatchObject({ presence: 'connected' });
});

test('nor by an earlier question about everybody', async () => {
  const { members, answers, refreshOne, refreshAll } = openMembers();

  const everybody = refreshAll();
  const one = refreshOne('a');
  answers[one]?.(ada('connected'));
  answers[everybody]?.([ada('alerting')]);
  await settled();

  expect(members.all.value.get('a')).toMatchObject({ presence: 'connected' });
});

test('a stranger is asked for once', () => {
  const { members, answers } = openMembers();

  members.ensureKnown('a');
  members.ensureKnown('a');
  members.ensureKnown('');

  expect(answers).toHaveLength(1);
});

const ada = (presence: Member['presence']): Member => ({
  id: 'a',
  role: 'agent',
  displayName: 'Ada',
  avatarUrl: undefined,
  presence,
});

/** Members whose questions are answered by hand, in any order. */
function openMembers() {
  const answers: ((answer: never) => void)[] = [];
  const held = () => new Promise<never>((resolve) => answers.push(resolve));
  const members = createMembers({ clock: createFakeClock(), onChange() {}, onFailure() {} });
  members.connect({ ...createMemoryChat().port, getMember: held, listMembers: held });
  return {
    members,
    answers: answers as unknown as ((answer: Member | Member[]) => void)[],
    refreshOne: (id: string) => {
      members.refresh(id);
      return answers.length - 1;
    },
    refreshAll: () => {
      members.refreshAll();
      return answers.length - 1;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
