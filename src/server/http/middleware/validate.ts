import type { Context } from 'hono';
import * as v from 'valibot';
import type { ErrorCode, FieldCodes } from '../../../protocol/error-codes.ts';
import { ApiError } from '../../core/api-error.ts';
import { readText } from './read-body.ts';

const maxBodyBytes = 32 * 1024;
/** Levels of nested lists and objects. No model has more than five. */
const maxDepth = 32;
/** Limits what an answer repeats of a wrong request, whose names and number the caller chose. */
const maxDetails = 20;
const maxFieldNameLength = 100;

/**
 * Reads and decodes a JSON body. Throws 415 for another content type, 413 above 32 KiB, 400 `bad.request` for invalid or
 * too deeply nested JSON, and for a body that does not match the schema the field's documented code, or else
 * `constraint.validation`.
 */
export async function readBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
  codes: FieldCodes = {},
): Promise<v.InferOutput<Schema>> {
  assertJson(c);
  return decode(schema, parseJson(await readText(c, maxBodyBytes)), codes, 'constraint.validation');
}

/**
 * Decodes the query. Throws 400 `invalid.query.param.value`. The last of repeated names counts, and an empty value counts
 * as absent, since the vendor's guest client sends every parameter it knows.
 */
export function readQuery<Schema extends v.GenericSchema>(c: Context, schema: Schema): v.InferOutput<Schema> {
  const given = [...new URL(c.req.url).searchParams].filter(([, value]) => value !== '');
  const query = Object.fromEntries(given);
  return decode(schema, query, {}, 'invalid.query.param.value');
}

function decode<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  codes: FieldCodes,
  otherwise: ErrorCode,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortPipeEarly: true });
  if (result.success) return result.output;
  const problems = result.issues.slice(0, maxDetails).map((issue) => {
    const fieldName = (v.getDotPath(issue) ?? '').slice(0, maxFieldNameLength);
    return { fieldName, errorCode: codeOf(issue, fieldName, codes, otherwise) };
  });
  const [first] = problems;
  const field = first?.fieldName ? `The value of ${first.fieldName}` : 'The request';
  throw new ApiError(first?.errorCode ?? otherwise, `${field} is missing or cannot be taken.`, { details: problems });
}

function codeOf(issue: v.BaseIssue<unknown>, path: string, codes: FieldCodes, otherwise: ErrorCode): ErrorCode {
  const field = codes[path] ?? codes[path.split('.')[0] ?? ''];
  if (field === undefined) return otherwise;
  const isMissing = issue.input === undefined || issue.input === null || issue.input === '';
  return (isMissing ? field.missing : field.wrong) ?? otherwise;
}

function assertJson(c: Context): void {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isJson = type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
  if (isJson && c.req.header('Content-Encoding') === undefined) return;
  throw new ApiError('unsupported.media.type', 'Send plain JSON, as application/json.');
}

function parseJson(text: string): unknown {
  const value = parsed(text);
  // Code that walks through the value may be recursive.
  if (isDeeper(value, maxDepth)) throw new ApiError('bad.request', `The body is nested deeper than ${maxDepth}.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message may quote a visitor's text, so it is dropped.
    throw new ApiError('bad.request', 'The body is not valid JSON.');
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((part) => isDeeper(part, depth - 1));
}
