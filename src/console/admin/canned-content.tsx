import type { CannedReply, WrapupCode } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { DeleteSection } from './delete-section.tsx';
import { EditedThing, Form, fieldValue, TextArea, TextField } from './form.tsx';

type SectionProps = { admin: AdminModel };

/** What agents say often. */
export function Replies({ admin }: SectionProps) {
  const replies = admin.replies.value;
  return (
    <>
      {replies.length === 0 && <p>{adminMessages.value.none}</p>}
      {replies.map((reply) => (
        <details key={reply.id}>
          <summary dir="auto">/{reply.shortcut}</summary>
          <EditedThing thing={reply}>{(shown, key) => <ReplyForm key={key} admin={admin} reply={shown} />}</EditedThing>
          <DeleteSection
            name={`/${reply.shortcut}`}
            effect={adminMessages.value.replyGoes}
            onRemove={() => admin.removeReply(reply.id)}
          />
        </details>
      ))}
      <h3>{adminMessages.value.newReply}</h3>
      <ReplyForm admin={admin} reply={{ id: '', shortcut: '', body: '', version: undefined }} />
    </>
  );
}

function ReplyForm({ admin, reply }: SectionProps & { reply: CannedReply }) {
  const isNew = reply.id === '';
  const submit = (fields: FormData, version = reply.version) => {
    const shortcut = fieldValue(fields, 'shortcut').replace(/^\//, '');
    return admin.saveReply({ ...reply, shortcut, body: String(fields.get('body')), version });
  };
  return (
    <Form
      label={isNew ? adminMessages.value.newReply : `/${reply.shortcut}`}
      submit={isNew ? adminMessages.value.create : adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
      isForNew={isNew}
    >
      <TextField label={adminMessages.value.shortcut} name="shortcut" value={reply.shortcut} />
      <TextArea label={adminMessages.value.reply} name="body" value={reply.body} isNeeded />
    </Form>
  );
}

/** What chats were about. */
export function Codes({ admin }: SectionProps) {
  const codes = admin.codes.value;
  return (
    <>
      {codes.length === 0 && <p>{adminMessages.value.none}</p>}
      {codes.map((code) => (
        <details key={code.id}>
          <summary dir="auto">{code.name}</summary>
          <EditedThing thing={code}>{(shown, key) => <CodeForm key={key} admin={admin} code={shown} />}</EditedThing>
          <DeleteSection
            name={code.name}
            listReferences={() => admin.listReferences('code', code.id)}
            effect={adminMessages.value.codeGoes}
            onRemove={() => admin.removeCode(code.id)}
          />
        </details>
      ))}
      <h3>{adminMessages.value.newCode}</h3>
      <CodeForm admin={admin} code={{ id: '', name: '', version: undefined }} />
    </>
  );
}

function CodeForm({ admin, code }: SectionProps & { code: WrapupCode }) {
  const isNew = code.id === '';
  const submit = (fields: FormData, version = code.version) =>
    admin.saveCode({ ...code, name: fieldValue(fields, 'name'), version });
  return (
    <Form
      label={isNew ? adminMessages.value.newCode : adminMessages.value.formOf.code(code.name)}
      submit={isNew ? adminMessages.value.create : adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
      isForNew={isNew}
    >
      <TextField label={adminMessages.value.name} name="name" value={code.name} />
    </Form>
  );
}
