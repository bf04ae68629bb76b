import type { operations } from './operations.ts';

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationArgs<Name extends OperationName> = Parameters<Operations[Name]>[1];
export type OperationReturn<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>;

/**
 * Runs named operations, each in one transaction; resolves after the commit is durable.
 * Results resolve in commit order. An operation that throws leaves nothing behind and rejects here.
 * Arguments and results cross a thread: plain data only.
 */
export interface Storage {
  run<Name extends OperationName>(name: Name, args: OperationArgs<Name>): Promise<OperationReturn<Name>>;
  close(): Promise<void>;
}
