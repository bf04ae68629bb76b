import { type ReadonlySignal, signal } from '@preact/signals';
import type { TransferTarget } from '../../chat/agent-model.ts';
import type { CannedReply, WrapupCode } from '../../client/admin/ports.ts';
import type { DeskPort } from '../../client/agent/ports.ts';

/** What the organization keeps for everybody who works at the desk. */
export type Directory = {
  wrapupCodes: ReadonlySignal<readonly WrapupCode[]>;
  cannedReplies: ReadonlySignal<readonly CannedReply[]>;
  /** Asked anew each time: who is there changes. Undefined where the service does not answer. */
  transferTargets(): Promise<readonly TransferTarget[] | undefined>;
};

export function createDirectory(port: DeskPort): Directory & { refresh(): Promise<void> } {
  const wrapupCodes = signal<readonly WrapupCode[]>([]);
  const cannedReplies = signal<readonly CannedReply[]>([]);

  /** What could not be had stays as it was until the next look. */
  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch {
      return undefined;
    }
  }

  return {
    wrapupCodes,
    cannedReplies,
    transferTargets: () => ask(port.listTransferTargets),
    async refresh() {
      const [codes, replies] = await Promise.all([ask(port.listWrapupCodes), ask(port.listCannedReplies)]);
      if (codes) wrapupCodes.value = codes;
      if (replies) cannedReplies.value = replies;
    },
  };
}
