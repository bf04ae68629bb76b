import { type ReadonlySignal, signal } from '@preact/signals';
import type { TransferTarget } from '../../chat/agent-model.ts';
import type { CannedReply, WrapupCode } from '../../client/admin/ports.ts';
import type { AgentClient } from '../../client/agent/ports.ts';

/** Wrap-up codes, canned replies and transfer targets of the organization. */
export type Directory = {
  wrapupCodes: ReadonlySignal<readonly WrapupCode[]>;
  cannedReplies: ReadonlySignal<readonly CannedReply[]>;
  /** Loaded for each transfer, since presence changes. Undefined where the service does not answer. */
  transferTargets(): Promise<readonly TransferTarget[] | undefined>;
};

export function createDirectory(port: AgentClient): Directory & { refresh(): Promise<void> } {
  const wrapupCodes = signal<readonly WrapupCode[]>([]);
  const cannedReplies = signal<readonly CannedReply[]>([]);

  /** On failure the values stay until the next refresh. */
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
