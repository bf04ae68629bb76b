import { ChatError } from '../../chat/errors.ts';
import { adminMessages } from '../messages/messages.ts';

/** The error of a form in the agent's language. */
export type FormError = {
  text: string;
  /** Messages by field name. */
  fields?: Readonly<Record<string, string>>;
  /** Set on a conflict: the version of the other change. */
  theirVersion?: number | undefined;
};

export const isConflict = (error: unknown): boolean => error instanceof ChatError && error.status === 409;

export function toFormError(error: unknown): FormError {
  if (!(error instanceof ChatError)) return { text: adminMessages.value.failed };
  if (isConflict(error)) return { text: adminMessages.value.conflict(parseRefusal(error).message) };
  switch (error.kind) {
    case 'rejected': {
      const { message, fields } = parseRefusal(error);
      return {
        text: error.status === 403 ? adminMessages.value.notAllowed : adminMessages.value.refused(message),
        fields,
      };
    }
    case 'unauthorized':
      return { text: adminMessages.value.signedOut };
    case 'gone':
      return { text: adminMessages.value.gone };
    case 'offline':
    case 'timeout':
      return { text: adminMessages.value.unreachable };
    case 'limited':
    case 'server':
    case 'unreadable':
      return { text: adminMessages.value.failed };
    default:
      return error.kind satisfies never;
  }
}

/** The message of the service names the conflict, the references or the field. */
function parseRefusal({ cause }: ChatError): { message: string; fields: Record<string, string> } {
  try {
    const { message, details } = JSON.parse(String(cause));
    const named: unknown[] = Array.isArray(details) ? details : [];
    const fields = named.flatMap((detail) => {
      const { fieldName } = Object(detail);
      return typeof fieldName === 'string' && fieldName ? [[fieldName, fieldErrorText(fieldName)]] : [];
    });
    return { message: typeof message === 'string' ? message : '', fields: Object.fromEntries(fields) };
  } catch {
    // The response of a proxy, not of the service.
    return { message: '', fields: {} };
  }
}

/** The error of a list’s entry is shown at the list. */
function fieldErrorText(fieldName: string): string {
  const [first = ''] = fieldName.split('.');
  const texts: Readonly<Record<string, string>> = adminMessages.value.wrong;
  return texts[fieldName] ?? texts[first] ?? adminMessages.value.wrongValue;
}
