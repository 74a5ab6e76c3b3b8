// Draws a span of each call and stream, below the span of whoever makes it. Usage: node opentelemetry.mjs [URI]
import { subscribe, tracingChannel } from 'node:diagnostics_channel';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ConsoleSpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { connect } from 'libvirt-rpc';

const tracer = trace.getTracer('libvirt-rpc');
const spans = new WeakMap();

/** What a span has from its beginning. */
const attributesOf = ({ connection, program, procedure }) => ({
  'rpc.system': 'libvirt',
  'rpc.service': program,
  'rpc.method': procedure,
  'libvirt.transport': connection.transport,
  ...(connection.uri === null ? {} : { 'libvirt.uri': connection.uri }),
  ...(connection.host === null ? {} : { 'server.address': connection.host }),
  ...(connection.port === null ? {} : { 'server.port': connection.port }),
});

const drawing = {
  // Called where the call is made: the span that is active is its caller's.
  start(message) {
    const name = `${message.program}/${message.procedure}`;
    spans.set(message, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: attributesOf(message) }));
  },
  end() {},
  error(message) {
    const { name, code, message: text } = message.error;
    const type = code ?? message.outcome;
    const span = spans.get(message);
    span?.setAttribute('error.type', type);
    span?.setStatus({ code: SpanStatusCode.ERROR, message: type });
    // What a daemon says is not told: it may quote an argument.
    span?.recordException({ name, code: type, message: text ?? type });
  },
  asyncStart() {},
  asyncEnd(message) {
    const span = spans.get(message);
    span?.setAttributes({
      'libvirt.outcome': message.outcome,
      'libvirt.bytes_sent': message.bytesSent,
      'libvirt.bytes_received': message.bytesReceived,
    });
    span?.end();
  },
};

tracingChannel('libvirt-rpc:call').subscribe(drawing);
tracingChannel('libvirt-rpc:stream').subscribe(drawing);
subscribe('libvirt-rpc:connection', (message) => {
  const { state, reason } = /** @type {import('libvirt-rpc').ConnectionMessage} */ (message);
  trace
    .getActiveSpan()
    ?.addEvent(`connection ${state}`, reason === null ? {} : { 'error.type': reason.code ?? reason.name });
});

// All of the above is an application's instrumentation, and what follows is the application.
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())] });
provider.register();

await trace.getTracer('example').startActiveSpan('main', async (span) => {
  try {
    const connection = await connect(process.argv[2]);
    await connection.listAllDomains();
    await connection.domainLookupByName('no such domain').catch(() => {});
    await connection.close();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    span.end();
  }
});
await provider.shutdown();
