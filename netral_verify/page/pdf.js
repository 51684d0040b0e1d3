// Receipts inside a PDF, found without reading the PDF as such: attached files are streams, packed
// with Flate or plain, and a receipt begins with a line of its own.
import { starts, utf8 } from "./octets.js";
import { PROMISE } from "./promise.js";
import { LONGEST, RECEIPT } from "./receipt.js";

const HEADS = [RECEIPT, PROMISE].map((head) => utf8(`${head}\n`));
const LOOK = 64; // octets that are unpacked to see what a stream is
const MOST = 100_000; // streams that are looked into
const FOUND = 16; // receipts that one file may carry

export const isPdf = (octets) => starts(octets, utf8("%PDF-"));
// Tell a receipt or a promise by its first line.
export const begins = (octets) => HEADS.some((head) => starts(octets, head));

// The receipts that a PDF carries, the last one first; promises if it has no receipt.
export async function attached(pdf) {
  const found = new Map();
  let count = 0;
  for (const start of streams(pdf)) {
    count += 1;
    if (count > MOST || found.size === FOUND) break;
    const rest = pdf.subarray(start, start + LONGEST);
    const packed = rest.length && (rest[0] & 15) === 8;
    const octets = begins(rest) ? plain(rest) : packed ? await unpackedReceipt(rest) : null;
    if (octets) found.set(text(octets), octets);
  }
  const all = [...found.values()].reverse();
  const receipts = all.filter((each) => starts(each, HEADS[0]));
  return receipts.length ? receipts : all;
}

const text = (octets) => new TextDecoder("latin1").decode(octets);

function* streams(pdf) {
  for (const { index, 0: whole } of text(pdf).matchAll(/\bstream\r?\n/g)) yield index + whole.length;
}

function plain(rest) {
  const end = /\r?\n?endstream\b/.exec(text(rest));
  if (!end) return null;
  const octets = rest.subarray(0, end.index);
  return octets.at(-1) === 10 ? octets : Uint8Array.from([...octets, 10]);
}

async function unpackedReceipt(rest) {
  const head = await unpacked(rest.subarray(0, 1024), LOOK);
  return begins(head) ? unpacked(rest, LONGEST) : null;
}

// Unpack up to `most` octets (RFC 1950); what follows the packed octets, or is torn, ends it.
async function unpacked(octets, most) {
  const packed = new DecompressionStream("deflate");
  const writer = packed.writable.getWriter();
  writer.write(octets).catch(() => {});
  writer.close().catch(() => {});
  const reader = packed.readable.getReader();
  const found = [];
  let length = 0;
  try {
    while (length < most) {
      const { done, value } = await reader.read();
      if (done) break;
      found.push(value);
      length += value.length;
    }
  } catch {
    // The rest of the file stands behind the packed octets.
  }
  reader.cancel().catch(() => {});
  return new Uint8Array(await new Blob(found).arrayBuffer()).subarray(0, most);
}
