import type { Answer } from "../till/answer"
import { Refused } from "../till/read"
import { type Container, alone, tillOf } from "./container"

/**
 * Does what a key stands for, or answers again what it was answered. Medusa has no transaction over
 * several modules, so every deed can be begun anew where it broke off: it looks at what is there
 * and does what is missing. Its answer is written last. A refusal did nothing and is not kept.
 */
export async function once(container: Container, key: string, deed: string,
                           act: () => Promise<Answer>): Promise<Answer> {
  return alone(container, [`till:key:${key}`], async () => {
    const known = await knownDeed(container, key, deed)
    if (known) return known
    const [status, answer] = await act()
    await tillOf(container).createTillDeeds(
      { key, deed, status, answer: (answer as Record<string, unknown> | undefined) ?? null })
    return [status, answer]
  })
}

async function knownDeed(container: Container, key: string, deed: string) {
  const [known] = await tillOf(container).listTillDeeds({ key })
  if (!known) return undefined
  if (known.deed !== deed) throw new Refused("key_reused", "the key named another deed before")
  const answer: Answer = [known.status, known.answer ?? undefined]
  return answer
}
