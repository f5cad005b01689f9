import { createHmac, timingSafeEqual } from "node:crypto"

const TOLERANCE_SECONDS = 300

/** Whether one of the secrets signed this body at about `now` (Unix seconds). */
export function isSigned(header: string, body: Buffer, secrets: string[], now: number): boolean {
  const pairs = header.split(",").map((pair) => pair.split(/=(.*)/s, 2))
  const values = (name: string) =>
    pairs.filter(([each]) => each === name).map(([, value]) => value ?? "")
  const [time, ...others] = values("t")
  if (!/^[0-9]{1,12}$/.test(time ?? "") || others.length > 0) return false
  if (Math.abs(now - Number(time)) > TOLERANCE_SECONDS) return false
  const given = values("v1").filter((each) => /^[0-9a-f]{64}$/.test(each))
  const expected = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${time}.`).update(body).digest())
  // All are compared, so that the time tells nothing.
  return given
    .flatMap((each) => expected.map((one) => timingSafeEqual(one, Buffer.from(each, "hex"))))
    .includes(true)
}
