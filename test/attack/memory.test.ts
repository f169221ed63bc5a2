import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DECODERS } from "../harness/hostile/decoders.ts";
import { type Subject, startSubject } from "../memory/subject.ts";

/** MB above the idle runtime. Files of bytes take nothing; `npm run memory` measures all files. */
const MOST = 100;

// Resident memory is read from /proc.
describe.skipIf(process.platform !== "linux")("the smallest hostile file of each decoder", () => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await startSubject();
  });

  afterAll(() => subject?.stop());

  it.each(DECODERS)("is refused within the memory of a Worker: $name", async ({ type, mediaType, hostile }) => {
    const [smallest = new Uint8Array()] = hostile
      .map(({ file }) => file.bytes)
      .sort((a, b) => a.byteLength - b.byteLength);
    const { done, peak } = await subject.measure(() => subject.take(type, smallest, mediaType, 1));
    expect(done.status).toBe(422);
    expect(peak).toBeLessThan(MOST);
  });
});
