import type { Context } from 'hono';
import * as v from 'valibot';
import type { ErrorCode, FieldCodes } from '../../../protocol/error-codes.ts';
import { ApiError } from '../../core/api-error.ts';
import { readText } from './read-body.ts';

const maxBodyBytes = 32 * 1024;
/** Lists and objects in each other. No model has more than five. */
const maxDepth = 32;
/** Of what was wrong an answer repeats so much and no more: the caller chose the names, and how many. */
const maxDetails = 20;
const maxFieldNameLength = 100;

/**
 * Reads a JSON body and decodes it. Throws 415 for anything but JSON, 413 above 32 KiB, 400 `bad.request` for JSON that
 * cannot be read or is nested too deep, and the field's own documented code, or `constraint.validation`, for a body the schema refuses.
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
 * Decodes the query. Whatever is wrong answers 400 `invalid.query.param.value`; of repeated names the last one counts,
 * and an empty one is none: the vendor's own guest client sends every parameter it knows.
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
  // Whatever walks through it later may do so by calling itself.
  if (isDeeper(value, maxDepth)) throw new ApiError('bad.request', `The body is nested deeper than ${maxDepth}.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says may quote what a visitor wrote, so it goes nowhere.
    throw new ApiError('bad.request', 'The body is not valid JSON.');
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((part) => isDeeper(part, depth - 1));
}
