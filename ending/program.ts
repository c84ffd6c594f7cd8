// A program's work to its exit code and the end of its process, whoever still listens to it.

/** Exit codes above it say that somebody interrupted. */
const interrupted = 128;

/** For the whole of a process: whatever stands after it may not be reached. */
export async function runProgram(work: () => Promise<number>): Promise<void> {
  // Whoever reads the first lines only (`| head`) closes the pipe, and some close the terminal: the work goes on, or ends in
  // order, and is no less done.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  process.exitCode = await work();
  // What was cut short may still hold timers and connections, of a model's own code too.
  if (process.exitCode > interrupted) process.exit();
}
