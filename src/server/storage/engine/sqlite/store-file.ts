import { join } from 'node:path';

export const storePath = (folder: string): string => join(folder, 'porchlight.sqlite');
