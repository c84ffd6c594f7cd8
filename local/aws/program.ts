// The emulator's start, in Python: what has to be said to it from within, before it runs.
import { emulator } from './environment.ts';

/** Delivery streams hold records back for this long: their templates say minutes, for which nobody would wait here. */
export const bufferSeconds = 1;
/** Rows of one object at most. */
const bufferRecords = 1000;

/**
 * It ends with its whole group, and leaves nothing behind, when its standard input closes, as it does when its parent is
 * gone, however it went.
 */
const endWithParent = `
import os, runpy, shutil, signal, sys, threading

folder = os.getcwd()

def end_with_parent():
    while os.read(0, 4096):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)

threading.Thread(target=end_with_parent, daemon=True).start()
`;

/**
 * The emulator converts and stores each record by itself, within the call that puts it into the stream: some 30 ms, in
 * which it answers nobody. Firehose makes one object of what arrives in an interval. So records are gathered here, and
 * go through the emulator's own conversion together; one that cannot be converted is found by halving, and goes alone.
 */
const gatherDeliveries = `
import contextvars
from ministack.services import firehose

convert, deliver = firehose._convert_to_parquet, firehose._deliver_to_s3
gathered, lock, converted = {}, threading.Lock(), threading.local()

def convert_once(conversion, data):
    known = getattr(converted, "result", None)
    return known[1] if known is not None and known[0] is data else convert(conversion, data)

def is_object(data):
    try:
        return len(firehose._json_documents(data)) == 1
    except firehose._DeliveryError:
        return False

def deliver_together(stream, dest, conversion, records):
    data = records[0] if len(records) == 1 else b"".join(records)
    try:
        converted.result = (data, convert(conversion, data))
    except firehose._DeliveryError:
        if len(records) > 1:
            half = len(records) // 2
            deliver_together(stream, dest, conversion, records[:half])
            deliver_together(stream, dest, conversion, records[half:])
            return
    deliver(stream, dest, data)
    converted.result = None

def flush(key, stream, dest, conversion):
    with lock:
        records = gathered.pop(key, [])
    for first in range(0, len(records), ${bufferRecords}):
        deliver_together(stream, dest, conversion, records[first:first + ${bufferRecords}])

def gather(stream, dest, record, lambda_keys=None):
    conversion = dest["config"].get("DataFormatConversionConfiguration") or {}
    partitioned = (dest["config"].get("DynamicPartitioningConfiguration") or {}).get("Enabled")
    if lambda_keys or partitioned or not conversion or not conversion.get("Enabled", True) or not is_object(record):
        return deliver(stream, dest, record, lambda_keys)
    key = id(dest)
    with lock:
        waiting = gathered.setdefault(key, [])
        waiting.append(record)
        if len(waiting) > 1:
            return
    timer = threading.Timer(${bufferSeconds}, contextvars.copy_context().run, (flush, key, stream, dest, conversion))
    timer.daemon = True
    timer.start()

firehose._convert_to_parquet, firehose._deliver_to_s3 = convert_once, gather
`;

/**
 * With every call to a stream the emulator looks at every record and every iterator for one that is too old: over a long
 * run that is a quarter of all its work. Records lie in the order of their arrival, so the oldest tells for all.
 */
const expireCheaply = `
import time
from ministack.services import kinesis

expire_records, expire_iterators = kinesis._expire_records, kinesis._expire_iterators
looked = [0.0]

def expire_old_records(stream):
    cutoff = time.time() - stream["RetentionPeriodHours"] * 3600
    if any(shard["records"] and shard["records"][0]["ApproximateArrivalTimestamp"] < cutoff for shard in stream["shards"].values()):
        expire_records(stream)

def expire_old_iterators():
    now = time.time()
    if now - looked[0] > 10:
        looked[0] = now
        expire_iterators()

kinesis._expire_records, kinesis._expire_iterators = expire_old_records, expire_old_iterators
`;

/** X-Ray keeps a share of the traces, and none here: the emulator has every invocation traced, for nobody. */
const traceNothing = `
from ministack.services import lambda_svc

trace_id = lambda_svc._xray_trace_id_for_invocation

def unsampled_trace_id(*given):
    id = trace_id(*given)
    return id and id.replace("Sampled=1", "Sampled=0")

lambda_svc._xray_trace_id_for_invocation = unsampled_trace_id
`;

/**
 * The emulator is an ASGI application. Its own server parses HTTP in Python, which is half of the work of a call; this
 * one does it in C. The Server and Date headers are the application's.
 */
const serveQuickly = `
import hypercorn.asyncio, uvicorn

async def serve(application, config):
    host, port = config.bind[0].rsplit(":", 1)
    await uvicorn.Server(uvicorn.Config(
        application, host=host, port=int(port), http="httptools", timeout_keep_alive=int(config.keep_alive_timeout),
        proxy_headers=False, server_header=False, date_header=False, access_log=False, log_level="warning",
    )).serve()

hypercorn.asyncio.serve = serve
`;

export const program = `${endWithParent}${gatherDeliveries}${expireCheaply}${traceNothing}${serveQuickly}
sys.argv = ["${emulator.name}"]
runpy.run_module("${emulator.name}", run_name="__main__", alter_sys=True)
`;
