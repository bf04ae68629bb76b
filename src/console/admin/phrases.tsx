import type { CannedReply, WrapupCode } from '../../chat/admin-port.ts';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { Form, TextField } from './form.tsx';
import { Removal } from './removal.tsx';

type SectionProps = { admin: AdminModel };

/** What agents say often. */
export function Replies({ admin }: SectionProps) {
  const replies = admin.replies.value;
  return (
    <section aria-labelledby="replies">
      <h2 id="replies">{words.replies}</h2>
      {replies.length === 0 && <p>{words.none}</p>}
      {replies.map((reply) => (
        <details key={reply.id}>
          <summary dir="auto">/{reply.shortcut}</summary>
          <ReplyForm key={reply.version} admin={admin} reply={reply} />
          <Removal name={`/${reply.shortcut}`} onRemove={() => admin.removeReply(reply.id)} />
        </details>
      ))}
      <h3>{words.newReply}</h3>
      <ReplyForm admin={admin} reply={{ id: '', shortcut: '', body: '', version: undefined }} />
    </section>
  );
}

function ReplyForm({ admin, reply }: SectionProps & { reply: CannedReply }) {
  const isNew = reply.id === '';
  const submit = (fields: FormData) => {
    const shortcut = String(fields.get('shortcut')).trim().replace(/^\//, '');
    return admin.saveReply({ ...reply, shortcut, body: String(fields.get('body')) });
  };
  const label = isNew ? words.newReply : `/${reply.shortcut}`;
  return (
    <Form label={label} submit={isNew ? words.create : words.save} onSubmit={submit} isForNew={isNew}>
      <TextField label={words.shortcut} name="shortcut" value={reply.shortcut} />
      <label class="field">
        <span>{words.reply}</span>
        <textarea name="body" rows={3} required dir="auto" defaultValue={reply.body} />
      </label>
    </Form>
  );
}

/** What chats were about. */
export function Codes({ admin }: SectionProps) {
  const codes = admin.codes.value;
  return (
    <section aria-labelledby="codes">
      <h2 id="codes">{words.codes}</h2>
      {codes.length === 0 && <p>{words.none}</p>}
      {codes.map((code) => (
        <details key={code.id}>
          <summary dir="auto">{code.name}</summary>
          <CodeForm key={code.name} admin={admin} code={code} />
          <Removal name={code.name} onRemove={() => admin.removeCode(code.id)} />
        </details>
      ))}
      <h3>{words.newCode}</h3>
      <CodeForm admin={admin} code={{ id: '', name: '' }} />
    </section>
  );
}

function CodeForm({ admin, code }: SectionProps & { code: WrapupCode }) {
  const isNew = code.id === '';
  const submit = (fields: FormData) => admin.saveCode({ ...code, name: String(fields.get('name')).trim() });
  const label = isNew ? words.newCode : code.name;
  return (
    <Form label={label} submit={isNew ? words.create : words.save} onSubmit={submit} isForNew={isNew}>
      <TextField label={words.name} name="name" value={code.name} />
    </Form>
  );
}
