// Answer the claims with npm's `@sigstore/verify`: `node in_node.cjs MODULES claims.json`.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const [modules, file] = process.argv.slice(2);
const tlog = path.join(modules, "@sigstore", "verify", "dist", "tlog");
const { verifyCheckpoint } = require(path.join(tlog, "checkpoint.js"));
const { verifyMerkleInclusion } = require(path.join(tlog, "merkle.js"));
const claims = JSON.parse(fs.readFileSync(file, "utf8"));
const log = {
  baseURL: `https://${claims.origin}`,
  logID: Buffer.from(claims.key_id, "hex"),
  publicKey: crypto.createPublicKey({
    key: Buffer.from(claims.der, "base64"), format: "der", type: "spki",
  }),
};

function holds(check) {
  try {
    check();
    return true;
  } catch (wrong) {
    if (wrong.name === "VerificationError") return false;
    throw wrong;
  }
}

function opened(note) {
  return verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: note } } }, [log]);
}

function inclusion(claim) {
  const proof = {
    logIndex: String(claim.index),
    hashes: claim.hashes.map((each) => Buffer.from(each, "hex")),
  };
  const entry = { inclusionProof: proof, canonicalizedBody: Buffer.from(claim.leaf, "base64") };
  verifyMerkleInclusion(entry, opened(claim.note));
}

console.log(JSON.stringify({
  notes: claims.notes.map((each) => holds(() => opened(each.note))),
  inclusions: claims.inclusions.map((each) => holds(() => inclusion(each))),
}));
