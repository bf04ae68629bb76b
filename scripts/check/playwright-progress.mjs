import { relative } from 'node:path';

/** Tells the process that started Playwright how far it has come. */
// biome-ignore lint/style/noDefaultExport: a reporter is found by it
export default class PlaywrightProgress {
  printsToStdio() {
    return false;
  }

  onTestBegin(test) {
    send({ type: 'begin', file: nameOf(test), what: 'its start' });
  }

  onStepBegin(test, _result, step) {
    send({ type: 'alive', file: nameOf(test), what: step.title });
  }

  onTestEnd(test, result) {
    send({ type: 'end', file: nameOf(test) });
    const isLast = result.status === test.expectedStatus || result.retry === test.retries;
    if (isLast) send({ type: 'counted', outcome: outcomeOf(result, test) });
  }
}

/** Journeys of one file run side by side, so the title belongs to the name. */
function nameOf(test) {
  return `${relative(process.cwd(), test.location.file)} "${test.title}"`;
}

function outcomeOf({ status }, { expectedStatus }) {
  if (status === 'skipped') return 'skipped';
  return status === expectedStatus ? 'passed' : 'failed';
}

function send(message) {
  process.send?.(message);
}
