const NodeStream = DecompressionStream;

/** Node's DecompressionStream has no byte stream, the Workers' one has. */
export class ByteDecompressionStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<BufferSource>;

  constructor(format: "deflate-raw") {
    const stream = new NodeStream(format);
    const reader = stream.readable.getReader();
    this.writable = stream.writable;
    this.readable = new ReadableStream({
      type: "bytes",
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value as Uint8Array<ArrayBuffer>);
        controller.close();
        controller.byobRequest?.respond(0);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}
