// Tests get one scratch folder a run: what is dear to make is made there once, and all of it is gone at the end.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What is timed runs when everything else is over, one file after the other. */
const timed = ['test/end-to-end/local.test.ts', 'test/handlers/cold-start.test.ts'];
/** What replaces a module, or rests on what a process remembers. */
const alone = [
  'test/handlers/personal.test.ts',
  'test/handlers/tracing.test.ts',
  'test/infrastructure/bundles-kept.test.ts',
];
/** What takes longest begins first, or it would go on alone at the end. */
const longest = [
  'test/faults/schedules.test.ts',
  'test/local/interrupted.test.ts',
  'test/cli/commands.test.ts',
  'test/local/aws/deploy-command.test.ts',
  'test/faults/local-aws.test.ts',
  'test/local/aws/deploy.test.ts',
  'test/end-to-end/determinism.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

// Many tests wait for processes of their own: of three workers at least, two have something to do.
const maxWorkers = Math.max(3, availableParallelism() - 1);

export default defineConfig({
  test: {
    globalSetup: ['test/support/scratch-setup.ts', 'test/support/local-aws-setup.ts'],
    // Against hanging, not a bar: a busy machine is several times slower. What must be quick says so itself.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // No test begins with what another one set.
    unstubEnvs: true,
    sequence: { sequencer: LongestFirst },
    // Thousands of events are made and forgotten: collecting them less often saves a twentieth of the time.
    execArgv: ['--max-semi-space-size=64'],
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [...timed, ...alone],
          // A worker keeps the modules that it has loaded: loading them is a third of the work. What they remember, such as
          // compiled formulas and measured fonts, is the same whoever asks first.
          isolate: false,
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'alone', include: alone, maxWorkers, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'timed', include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
