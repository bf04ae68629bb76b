import { join } from 'node:path';

export const storeIn = (folder: string): string => join(folder, 'porchlight.sqlite');
