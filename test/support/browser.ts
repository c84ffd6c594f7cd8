// A headless Chromium for tests: one from PUPPETEER_EXECUTABLE_PATH, else the one that comes in an npm package.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'puppeteer';
import { fontPath } from '../../generators/diagrams/text/measure.ts';

const packaged = process.platform === 'linux' && process.arch === 'x64';

/** Why no browser can be had here, or nothing if one can: for `it.skipIf` and its message. */
export const noBrowser = (): string | undefined => {
  const own = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (own !== undefined) return existsSync(own) ? undefined : `PUPPETEER_EXECUTABLE_PATH names no file: ${own}`;
  return packaged ? undefined : 'No Chromium for this system in the npm package; set PUPPETEER_EXECUTABLE_PATH.';
};

/** A system may have no font at all, or any: ours is the only one the browser gets to see. */
const fontConfig = (folder: string): string => {
  const folders = [fontPath(400), fontPath(600)].map((path) => `<dir>${dirname(path)}</dir>`);
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<fontconfig>${folders.join('')}<cachedir>${join(folder, 'fonts')}</cachedir></fontconfig>\n`);
  return file;
};

const launch = async (folder: string): Promise<Browser> => {
  const { default: puppeteer } = await import('puppeteer');
  const own = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (own !== undefined) return puppeteer.launch({ executablePath: own, headless: true, args: ['--no-sandbox'] });
  // The package brings its system libraries along only where it believes itself on Lambda, and unpacks into TMPDIR.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
  process.env.TMPDIR = folder;
  const { default: chromium } = await import('@sparticuz/chromium');
  return puppeteer.launch({
    executablePath: await chromium.executablePath(),
    headless: 'shell',
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, FONTCONFIG_FILE: fontConfig(folder) },
    userDataDir: join(folder, 'profile'),
  });
};

/** Runs `use` with a browser and closes it afterwards, whatever happens. Ask `noBrowser` first. */
export const withBrowser = async <T>(use: (browser: Browser) => Promise<T>): Promise<T> => {
  const before = { tmp: process.env.TMPDIR, runtime: process.env.AWS_LAMBDA_JS_RUNTIME };
  const folder = mkdtempSync(join(before.tmp ?? '/tmp', 'plumbline-browser-'));
  try {
    const browser = await launch(folder);
    try {
      return await use(browser);
    } finally {
      await browser.close();
    }
  } finally {
    restore('TMPDIR', before.tmp);
    restore('AWS_LAMBDA_JS_RUNTIME', before.runtime);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

const restore = (name: string, value: string | undefined): void => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};
