type Violation = { directive: string; blocked: string };

/** Enough to correct a policy. */
const maxViolations = 20;

/**
 * Records what a page's content security policy refuses this origin, earlier refusals included where the browser reports
 * them. Of an address only the origin is recorded: the rest of it may hold a token.
 */
export function recordPolicyViolations(origin: string, signal: AbortSignal): readonly Violation[] {
  const seen: Violation[] = [];

  function record(directive: unknown, blockedBy: unknown, source: unknown): void {
    const blocked = shortenUrl(blockedBy);
    if (blocked.replace(/^ws/, 'http') !== origin && shortenUrl(source) !== origin) return;
    const isKnown = seen.some((one) => one.directive === directive && one.blocked === blocked);
    if (!isKnown && seen.length < maxViolations) seen.push({ directive: String(directive), blocked });
  }

  const onViolation = (event: SecurityPolicyViolationEvent) =>
    record(event.effectiveDirective, event.blockedURI, event.sourceFile);
  document.addEventListener('securitypolicyviolation', onViolation, { signal });
  if (typeof ReportingObserver === 'function') {
    const observer = new ReportingObserver(
      (reports) => {
        for (const { body } of reports) {
          const details = Object(body);
          record(details.effectiveDirective, details.blockedURL, details.sourceFile);
        }
      },
      { types: ['csp-violation'], buffered: true },
    );
    observer.observe();
    signal.addEventListener('abort', () => observer.disconnect());
  }
  return seen;
}

/** The origin of an address; a keyword such as `inline` unchanged. */
function shortenUrl(address: unknown): string {
  const url = URL.parse(String(address ?? ''));
  return url ? `${url.protocol}//${url.host}` : String(address ?? '').slice(0, 40);
}
