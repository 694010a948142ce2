/** Ends with a reply whose body nobody has read, outside of any run. */
import { context, trace } from "@opentelemetry/api";
import { getTracer, initTracing } from "@turnspan/turnspan";

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  () => new Response("a body"),
);
let reply: Response;
{
  await using _tracing = await initTracing("agent");
  const span = getTracer().startSpan("work");
  reply = await context.with(
    trace.setSpan(context.active(), span),
    () => fetch(`http://127.0.0.1:${server.addr.port}/`),
  );
  span.end();
}
await reply.text();
await server.shutdown();
