import type { Chat, Note } from '../../domain/chat-event.ts';
import type { Conversation, MediaRequest, Message } from '../../domain/records.ts';
import { selectSearchIndex } from '../engine/select-search-index.ts';
import { type Act, addAuditEntry, eraseAddress } from '../repositories/audit.ts';
import { personKey } from '../repositories/conversation-email.ts';
import { deleteChat } from '../repositories/delete-chat.ts';
import { treatments } from '../repositories/personal-data.ts';
import type { Schema } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { findMembers, type OperationResult, runOperation } from '../unit-of-work.ts';
import { findNotes } from './notes.ts';

type Columns = Record<string, unknown>;
export type ExportedChat = {
  chat: Chat;
  messages: Message[];
  notes: Note[];
  mediaRequests: Pick<MediaRequest, 'id' | 'types' | 'state' | 'created_at' | 'requested_by'>[];
  /** All other stored fields of the chat, by column name. */
  data: { conversation: Columns; members: Columns[] };
};

/** The stored data of one visitor, found by e-mail address, of chats that are over. */
export const personalDataOperations = {
  async exportPerson(
    tx: Transaction,
    { act, email }: { act: Act; email: string },
  ): Promise<OperationResult<ExportedChat[]>> {
    return runOperation(tx, act.now, async (work) => {
      const all: ExportedChat[] = [];
      for (const conversation of await findChatsOfPerson(tx, act, email)) {
        const { id } = conversation;
        const members = await findMembers(work, id);
        const messages = tx.selectFrom('message').selectAll().where('conversation_id', '=', id).orderBy('seq');
        const requests = tx
          .selectFrom('media_request')
          .select(['id', 'types', 'state', 'created_at', 'requested_by'])
          .where('conversation_id', '=', id)
          .orderBy('created_at')
          .orderBy('id');
        all.push({
          chat: { conversation, members },
          messages: await messages.execute(),
          notes: await findNotes(tx, id),
          mediaRequests: await requests.execute(),
          data: {
            conversation: pickExported('conversation', conversation),
            members: members.map((member) => pickExported('member', member)),
          },
        });
      }
      await addAuditEntry(tx, act, 'exported', { kind: 'personal data', id: '', name: personKey(email) });
      return { value: all };
    });
  },

  /** Deletes the ended chats of a person. The audit log records the deletion without the address. */
  async deletePerson(tx: Transaction, { act, email }: { act: Act; email: string }): Promise<OperationResult<number>> {
    return runOperation(tx, act.now, async () => {
      const chats = await findChatsOfPerson(tx, act, email);
      for (const { id } of chats) await deleteChat(tx, id);
      // A bounded part of it: of a large index the job does the rest.
      await selectSearchIndex(tx).compact(tx);
      await eraseAddress(tx, act.organizationId, email);
      await addAuditEntry(tx, act, 'removed', { kind: 'personal data', id: '', name: `${chats.length} chats` });
      return { value: chats.length };
    });
  },
};

function pickExported<Table extends keyof Schema>(table: Table, row: object): Columns {
  const columns: Readonly<Record<string, string>> = treatments[table];
  return Object.fromEntries(
    Object.entries(row).filter(([column, value]) => columns[column] === 'exported' && value !== null),
  );
}

async function findChatsOfPerson(tx: Transaction, { organizationId }: Act, email: string): Promise<Conversation[]> {
  return tx
    .selectFrom('conversation')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('ended_at', 'is not', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('conversation_email')
        .select('conversation_id')
        .where('organization_id', '=', organizationId)
        .where('email', '=', personKey(email)),
    )
    .orderBy('ended_at')
    .execute();
}
