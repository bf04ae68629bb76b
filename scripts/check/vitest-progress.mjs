/** Tells the process that started Vitest how far it has come, so that one which stands still is found by its file. */
// biome-ignore lint/style/noDefaultExport: a reporter is found by it
export default class VitestProgress {
  onTestModuleQueued(module) {
    send({ type: 'begin', file: module.relativeModuleId, what: 'loading the file' });
  }

  onTestModuleCollected(module) {
    send({ type: 'alive', file: module.relativeModuleId });
  }

  onTestModuleEnd(module) {
    send({ type: 'end', file: module.relativeModuleId });
  }

  onTestCaseReady(testCase) {
    send({ type: 'alive', file: testCase.module.relativeModuleId, what: testCase.fullName });
  }

  onTestCaseResult(testCase) {
    const { relativeModuleId: file } = testCase.module;
    send({ type: 'alive', file, what: `the end of ${testCase.fullName}` });
    send({ type: 'counted', outcome: testCase.result().state });
  }

  onHookStart({ name, entity }) {
    const file = entity.type === 'module' ? entity.relativeModuleId : entity.module.relativeModuleId;
    send({ type: 'alive', file, what: entity.type === 'module' ? name : `${name} of ${entity.fullName}` });
  }

  onTestSuiteResult(suite) {
    send({ type: 'alive', file: suite.module.relativeModuleId });
  }
}

function send(message) {
  process.send?.(message);
}
