// Where the packages are installed that this one depends on.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Absolute path of the folder that holds them, whatever the installer made of this package's own. */
export const ownPackages = (): string => dirname(dirname(createRequire(import.meta.url).resolve('yaml/package.json')));
