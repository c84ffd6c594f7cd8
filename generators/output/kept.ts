// Bytes that are dear to make, kept between runs by the hash of what they were made from, with their own hash before them.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './files.ts';

/** What cannot be read back, or was touched, is made again; what cannot be kept is only slower the next time. */
export async function kept(folder: string, key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const file = join(folder, key);
  const found = await readFile(file).catch(() => undefined);
  if (found !== undefined) {
    const bytes = found.subarray(64);
    if (sha256(bytes) === found.subarray(0, 64).toString('latin1')) return bytes;
  }
  const bytes = await make();
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.${process.pid}`, Buffer.concat([Buffer.from(sha256(bytes), 'latin1'), bytes]));
    await rename(`${file}.${process.pid}`, file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
  return bytes;
}
