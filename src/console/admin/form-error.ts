import { ChatError } from '../../chat/errors.ts';
import { adminMessages } from '../messages/messages.ts';

/** What went wrong, in words for whoever did it. */
export type FormError = {
  text: string;
  /** What is wrong with one field, by its name. */
  fields?: Readonly<Record<string, string>>;
  /** Somebody else has changed it meanwhile: the state theirs has left behind. */
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

/** The service's own sentence says who else, what uses it, or which field. */
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
    // Some proxy’s answer, not the service’s.
    return { message: '', fields: {} };
  }
}

/** A list’s entry is told at its list. */
function fieldErrorText(fieldName: string): string {
  const [first = ''] = fieldName.split('.');
  const told: Readonly<Record<string, string>> = adminMessages.value.wrong;
  return told[fieldName] ?? told[first] ?? adminMessages.value.wrongValue;
}
