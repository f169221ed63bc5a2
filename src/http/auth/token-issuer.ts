import { decodeJwt } from "jose";
import { ISSUER } from "./sessions.ts";

/** Who a token claims to be from, which decides who checks it; null = it is no token at all. */
export function issuerOf(token: string): "us" | "others" | null {
  try {
    return decodeJwt(token).iss === ISSUER ? "us" : "others";
  } catch {
    return null;
  }
}
