// What the poller needs of the world around it: a stream, a function to call, a place for what failed, and time.

/** One record of a Kinesis stream, as GetRecords gives it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
}

export interface Shard {
  readonly id: string;
  /** None, one after a split, two after a merge. */
  readonly parents: readonly string[];
}

/** Where to read on. `hint` is the stream's own: whoever reads gives back what the last page gave. */
export type Position =
  | { readonly from: 'TRIM_HORIZON' | 'LATEST'; readonly hint?: string }
  | { readonly after: string | undefined; readonly hint?: string };

export interface Page {
  readonly records: readonly StreamRecord[];
  /** Absent when the shard is closed and has been read to its end. */
  readonly next?: Position;
  /** True when there was nothing after these records at the moment of reading. */
  readonly atTip: boolean;
}

export interface Stream {
  /** Every shard that can be read, closed ones too. */
  listShards(): Promise<readonly Shard[]>;
  /** At most `limit` records in order, and fewer where it pleases. */
  read(shardId: string, position: Position, limit: number): Promise<Page>;
}

export interface Answer {
  /** JSON text, as the function gave it; empty for nothing. */
  readonly payload: string;
  /** Set when the function failed, was killed or ran into its timeout. */
  readonly functionError?: string;
  readonly requestId?: string;
  readonly executedVersion?: string;
}

/** Calls a function and waits for it. Rejects where it could not be called, whatever the reason: it is called again. */
export type Invoke = (functionName: string, payload: string) => Promise<Answer>;

export interface Destination {
  put(bucket: string, key: string, body: string): Promise<void>;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Does it after that long, unless what it gives back is called before. */
  after(ms: number, act: () => void): () => void;
}
