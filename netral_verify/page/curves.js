// Signatures by plain arithmetic, for browsers that do not check them: Ed25519 (RFC 8032 §5.1.7),
// ECDSA on P-256 (FIPS 186-5 §6.4) and RSA PKCS#1 v1.5 (RFC 8017 §8.2.2). Nothing secret is used.
import { sha256, sha512 } from "./hashes.js";
import { big, bigLittle, hex, join, unhex } from "./octets.js";

const modulo = (value, by) => ((value % by) + by) % by;

export function power(base, exponent, by) {
  let found = 1n;
  for (let step = base % by, left = exponent; left; left >>= 1n, step = (step * step) % by) {
    if (left & 1n) found = (found * step) % by;
  }
  return found;
}

function multiply(add, zero, point, times) {
  let found = zero;
  for (let step = point, left = times; left; left >>= 1n, step = add(step, step)) {
    if (left & 1n) found = add(found, step);
  }
  return found;
}

// ---- Ed25519: points as [X, Y, Z, T] with x = X/Z, y = Y/Z, xy = T/Z
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * power(121666n, P - 2n, P), P);
const ROOT = power(2n, (P - 1n) / 4n, P); // of -1

function addEdwards([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2);
  const b = (y1 + x1) * (y2 + x2);
  const c = 2n * D * ((t1 * t2) % P);
  const d = 2n * z1 * z2;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a].map((each) => modulo(each, P));
  return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
}

function unpack(octets) {
  const whole = bigLittle(octets);
  const [y, odd] = [whole & (2n ** 255n - 1n), whole >> 255n];
  if (y >= P) return null;
  const [u, v] = [modulo(y * y - 1n, P), modulo(D * y * y + 1n, P)];
  let x = (u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n, P)) % P;
  if (modulo(v * x * x - u, P)) x = (x * ROOT) % P;
  if (modulo(v * x * x - u, P) || (x === 0n && odd)) return null;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, (x * y) % P];
}

function pack([x, y, z]) {
  const inverse = power(z, P - 2n, P);
  const whole = ((y * inverse) % P) | ((((x * inverse) % P) & 1n) << 255n);
  return unhex(whole.toString(16).padStart(64, "0")).reverse();
}

const BASE = unpack(unhex(`58${"66".repeat(31)}`));

export function ed25519(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [r, s, point] = [signature.slice(0, 32), bigLittle(signature.slice(32)), unpack(key)];
  if (s >= L || !point) return false;
  const k = bigLittle(sha512(join(r, key, message))) % L;
  const zero = [0n, 1n, 1n, 0n];
  const minus = [modulo(-point[0], P), point[1], 1n, modulo(-point[3], P)];
  const left = multiply(addEdwards, zero, BASE, s);
  return hex(pack(addEdwards(left, multiply(addEdwards, zero, minus, k)))) === hex(r);
}

// ---- P-256: points as [x, y], null for the point at infinity
const Q = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const G = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

function addWeierstrass(one, two) {
  if (!one || !two) return one ?? two;
  const [[x1, y1], [x2, y2]] = [one, two];
  if (x1 === x2 && modulo(y1 + y2, Q) === 0n) return null;
  const [up, down] = x1 === x2 ? [3n * x1 * x1 - 3n, 2n * y1] : [y2 - y1, x2 - x1];
  const slope = (modulo(up, Q) * power(modulo(down, Q), Q - 2n, Q)) % Q;
  const x = modulo(slope * slope - x1 - x2, Q);
  return [x, modulo(slope * (x1 - x) - y1, Q)];
}

export function es256(x, y, [r, s], message) {
  const point = [big(x), big(y)];
  const fits = modulo(point[1] ** 2n - point[0] ** 3n + 3n * point[0] - B, Q) === 0n;
  if (!fits || point.some((each) => each >= Q)) return false;
  if ([r, s].some((each) => each < 1n || each >= N)) return false;
  const inverse = power(s, N - 2n, N);
  const one = multiply(addWeierstrass, null, G, (big(sha256(message)) * inverse) % N);
  const found = addWeierstrass(one, multiply(addWeierstrass, null, point, (r * inverse) % N));
  return found !== null && found[0] % N === r;
}

// ---- RSA
const SHA256_INFO = "3031300d060960864801650304020105000420";

export function rs256(modulus, exponent, signature, message) {
  const [n, s] = [big(modulus), big(signature)];
  if (signature.length !== modulus.length || s >= n) return false;
  const tail = `00${SHA256_INFO}${hex(sha256(message))}`;
  const wanted = `0001${tail.padStart(2 * modulus.length - 4, "f")}`;
  return power(s, big(exponent), n).toString(16).padStart(2 * modulus.length, "0") === wanted;
}
