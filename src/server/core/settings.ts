import type { BucketSize } from '../domain/rate-limit.ts';
import { defaultTiming, type Timing } from '../domain/timing.ts';
import { noProxies, type TrustedProxies } from './trusted-proxies.ts';

/** What an operator may choose about chats. */
export type Settings = {
  /** Where browsers reach the service; without it, wherever the request came to. */
  publicUrl: string | undefined;
  /** Addresses whose `X-Forwarded-*` headers count. */
  trustedProxies: TrustedProxies;
  timing: Timing;
  /** Between two heartbeats of a socket; two without an answering pong and it is closed. */
  heartbeatMs: number;
  /** How often the store is asked what has become due. */
  dueJobsEveryMs: number;
  channelLifetimeMs: number;
  /** In one organization. */
  maxDeployments: number;
  limits: {
    create: BucketSize;
    guestMessage: BucketSize;
    guestTyping: BucketSize;
    guestList: BucketSize;
    guestUpgrade: BucketSize;
    agentMessage: BucketSize;
  };
};

export const defaultSettings: Settings = {
  publicUrl: undefined,
  trustedProxies: noProxies,
  timing: defaultTiming,
  heartbeatMs: 30_000,
  dueJobsEveryMs: 500,
  channelLifetimeMs: 24 * 60 * 60 * 1000,
  maxDeployments: 500,
  limits: {
    create: { burst: 10, perSecond: 10 / 60 },
    guestMessage: { burst: 10, perSecond: 1 },
    guestTyping: { burst: 1, perSecond: 0.5 },
    guestList: { burst: 30, perSecond: 10 },
    // Every page a visitor goes to opens a socket, and some go fast.
    guestUpgrade: { burst: 20, perSecond: 10 / 60 },
    agentMessage: { burst: 20, perSecond: 20 },
  },
};
