import { describe, expect, it } from "vitest";
import { sendEach } from "../../src/orchestrator/sendings.ts";

describe("messages for two queues", () => {
  it("are sent to one while the other hangs", async () => {
    const sent: string[] = [];
    const send = async (queue: string) => {
      if (queue === "hangs") await new Promise(() => {});
      sent.push(queue);
    };
    sendEach(["hangs", "works"], send);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(sent).toEqual(["works"]);
  });

  it("are sent to one although the other refuses them, which is told at the end", async () => {
    const sent: string[] = [];
    const send = async (queue: string) => {
      if (queue === "refuses") throw new Error("Queue sendBatch failed: Too Many Requests");
      sent.push(queue);
    };
    await expect(sendEach(["refuses", "works"], send)).rejects.toThrow("Too Many Requests");
    expect(sent).toEqual(["works"]);
  });
});
