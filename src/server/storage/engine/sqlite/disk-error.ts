/** SQLite's codes for a disk that takes nothing, and for a file that is no store. */
const sqliteCodes = new Map([
  [8, 'it may only be read'],
  [10, 'the disk fails or is full'],
  [11, 'it is damaged'],
  [13, 'the disk is full'],
  [14, 'it cannot be opened'],
  [26, 'it is no store of Porchlight'],
]);
const systemCodes = /^(ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EROFS|EIO|EMFILE|ENFILE)$/;

/** What is wrong with the disk or the file, in words; undefined for any other error. */
export function describeDiskError(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if ('errcode' in thrown && typeof thrown.errcode === 'number') return sqliteCodes.get(thrown.errcode & 255);
  return 'code' in thrown && typeof thrown.code === 'string' && systemCodes.test(thrown.code) ? thrown.code : undefined;
}
