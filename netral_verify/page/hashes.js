// SHA-256, SHA-512 (FIPS 180-4) and HMAC (RFC 2104), here because a page opened from a disk may not
// be given those of the browser. The constants are computed from what the standard says they are.
import { join, unhex } from "./octets.js";

const PRIMES = [];
for (let each = 2; PRIMES.length < 80; each += 1) {
  if (PRIMES.every((prime) => each % prime)) PRIMES.push(each);
}
const SIXTY_FOUR = 2n ** 64n - 1n;

// The first 64 bits after the point of the root of a prime.
function fraction(prime, degree) {
  const under = BigInt(prime) << (64n * BigInt(degree));
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= under) low = middle;
    else high = middle;
  }
  return low & SIXTY_FOUR;
}

const K512 = PRIMES.map((prime) => fraction(prime, 3));
const H512 = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));
const K256 = K512.slice(0, 64).map((each) => Number(each >> 32n) | 0);
const H256 = H512.map((each) => Number(each >> 32n) | 0);

function padded(octets, block, counter) {
  const bits = (octets.length * 8).toString(16).padStart(2 * counter, "0");
  const gap = new Uint8Array((2 * block - counter - 1 - (octets.length % block)) % block);
  return join(octets, [0x80], gap, unhex(bits));
}

export function sha256(octets) {
  const data = padded(octets, 64, 8);
  const view = new DataView(data.buffer);
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const state = Int32Array.from(H256);
  const words = new Int32Array(64);
  for (let start = 0; start < data.length; start += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getInt32(start + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const [a, b] = [words[t - 15], words[t - 2]];
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      words[t] = words[t - 16] + low + words[t - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const first = (h + one + ((e & f) ^ (~e & g)) + K256[t] + words[t]) | 0;
      const two = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((each, place) => {
      state[place] += each;
    });
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((each, place) => out.setInt32(4 * place, each));
  return new Uint8Array(out.buffer);
}

export function sha512(octets) {
  const data = padded(octets, 128, 16);
  const view = new DataView(data.buffer);
  const cut = (word) => word & SIXTY_FOUR;
  const turn = (word, by) => cut((word >> by) | (word << (64n - by)));
  const state = [...H512];
  const words = [];
  for (let start = 0; start < data.length; start += 128) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getBigUint64(start + 8 * t);
    for (let t = 16; t < 80; t += 1) {
      const [a, b] = [words[t - 15], words[t - 2]];
      const low = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
      const high = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
      words[t] = cut(words[t - 16] + low + words[t - 7] + high);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 80; t += 1) {
      const one = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const first = h + one + ((e & f) ^ (cut(~e) & g)) + K512[t] + words[t];
      const two = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const second = two + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + first), c, b, a, cut(first + second)];
    }
    [a, b, c, d, e, f, g, h].forEach((each, place) => {
      state[place] = cut(state[place] + each);
    });
  }
  return unhex(state.map((each) => each.toString(16).padStart(16, "0")).join(""));
}

export function hmac(key, message) {
  const pad = (mask) => {
    const block = new Uint8Array(64).fill(mask);
    (key.length > 64 ? sha256(key) : key).forEach((each, place) => {
      block[place] ^= each;
    });
    return block;
  };
  return sha256(join(pad(0x5c), sha256(join(pad(0x36), message))));
}
