// Something outside stands in the way: one clear sentence, exit code 2.
export class CannotRun extends Error {}
