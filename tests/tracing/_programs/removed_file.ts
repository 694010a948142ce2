/** A program whose trace file is removed while it runs. */
import { getTracer, initTracing } from "@turnspan/turnspan";

await using _tracing = await initTracing("agent");
getTracer().startSpan("before").end();
Deno.removeSync(Deno.env.get("OTEL_TRACES_FILE") ?? "");
getTracer().startSpan("after").end();
getTracer().startSpan("after").end();
