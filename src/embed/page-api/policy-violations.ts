type Violation = { directive: string; blocked: string };

/** So many are enough to mend a policy by. */
const most = 20;

/**
 * Gathers what a page's content security policy refuses this origin, with what was refused before where the browser still
 * knows. An address is told by its origin alone: the rest of it may hold a token.
 */
export function watchPolicy(origin: string, life: AbortSignal): readonly Violation[] {
  const seen: Violation[] = [];

  function take(directive: unknown, blockedBy: unknown, source: unknown): void {
    const blocked = inShort(blockedBy);
    if (blocked.replace(/^ws/, 'http') !== origin && inShort(source) !== origin) return;
    const isKnown = seen.some((one) => one.directive === directive && one.blocked === blocked);
    if (!isKnown && seen.length < most) seen.push({ directive: String(directive), blocked });
  }

  const hear = (event: SecurityPolicyViolationEvent) =>
    take(event.effectiveDirective, event.blockedURI, event.sourceFile);
  document.addEventListener('securitypolicyviolation', hear, { signal: life });
  if (typeof ReportingObserver === 'function') {
    const observer = new ReportingObserver(
      (reports) => {
        for (const { body } of reports) {
          const facts = Object(body);
          take(facts.effectiveDirective, facts.blockedURL, facts.sourceFile);
        }
      },
      { types: ['csp-violation'], buffered: true },
    );
    observer.observe();
    life.addEventListener('abort', () => observer.disconnect());
  }
  return seen;
}

/** An address by its origin; a word such as `inline` as it is. */
function inShort(address: unknown): string {
  const url = URL.parse(String(address ?? ''));
  return url ? `${url.protocol}//${url.host}` : String(address ?? '').slice(0, 40);
}
