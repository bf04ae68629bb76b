import type { BucketSize } from '../domain/rate-limit.ts';
import { defaultTiming, type Timing } from '../domain/timing.ts';
import { noProxies, type TrustedProxies } from './trusted-proxies.ts';

/** What operators and tests may choose about chats. */
export type Settings = {
  /** The origin at which browsers reach the service; undefined to use each request's own. */
  publicUrl: string | undefined;
  /** Addresses whose `X-Forwarded-*` headers count. */
  trustedProxies: TrustedProxies;
  timing: Timing;
  /** Time between two heartbeats of a socket, which is closed when two pings in a row get no pong. */
  heartbeatMs: number;
  /** Time between two runs of the due jobs. */
  dueJobsEveryMs: number;
  channelLifetimeMs: number;
  /** Per organization. */
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
    // Every page a visitor opens opens a socket.
    guestUpgrade: { burst: 20, perSecond: 10 / 60 },
    agentMessage: { burst: 20, perSecond: 20 },
  },
};
