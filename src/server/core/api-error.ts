import { type ErrorCode, errorStatus } from '../../protocol/error-codes.ts';
import type { Detail, ErrorBody } from '../../protocol/schema/error.ts';

export type ApiErrorOptions = {
  details?: Detail[];
  /** Becomes the `Retry-After` header. */
  retryAfterSeconds?: number;
  /** Headers that belong to the error, such as `Allow`. */
  headers?: Record<string, string>;
};

/** An ApiError as plain data, which can be sent to another thread. */
export type ApiErrorData = ApiErrorOptions & { code: ErrorCode; message: string };

/**
 * An error that the caller may read: a documented code, its status, and our own text. Rules, operations and routes throw
 * it; anything else that is thrown is a bug and is answered with 500, without its text.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly options: ApiErrorOptions;

  constructor(code: ErrorCode, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.code = code;
    this.status = errorStatus[code];
    this.options = options;
  }

  static fromData({ code, message, ...options }: ApiErrorData): ApiError {
    return new ApiError(code, message, options);
  }

  toData(): ApiErrorData {
    return { code: this.code, message: this.message, ...this.options };
  }

  toBody(contextId: string): ErrorBody {
    const { code, status, message, options } = this;
    return { message, code, status, messageParams: {}, contextId, details: options.details ?? [], errors: [] };
  }
}

/** Also for what exists but belongs to another caller, so that answers do not reveal which ids exist. */
export const notFound = (what = 'thing') => new ApiError('chat.error.not.found', `There is no such ${what}.`);

export const notAuthorized = (message = 'These credentials do not allow that.') =>
  new ApiError('not.authorized', message);

export const tooManyRequests = (retryAfterSeconds: number) =>
  new ApiError('too.many.requests.retry.after', `Too many requests. Try again in [${retryAfterSeconds}] seconds.`, {
    retryAfterSeconds,
  });

export const serviceUnavailable = (retryAfterSeconds = 1) =>
  new ApiError('service.unavailable', 'The service cannot do that right now.', { retryAfterSeconds });
