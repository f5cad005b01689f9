import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { TILL } from "../modules/till"
import type TillModuleService from "../modules/till/service"

export type Container = MedusaContainer

export const tillOf = (container: Container) => container.resolve<TillModuleService>(TILL)
export const loggerOf = (container: Container) =>
  container.resolve(ContainerRegistrationKeys.LOGGER)

/** What a query finds, read as the caller knows it: Medusa's own types of it are generated. */
export async function find<T>(container: Container, entity: string, fields: string[],
                              filters: Record<string, unknown>,
                              more: Record<string, unknown> = {}): Promise<T[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const found = await query.graph({ entity, fields, filters, ...more } as never)
  return found.data as unknown as T[]
}

/** One at a time under these names, by Medusa's locking module. */
export async function alone<T>(container: Container, names: string[],
                               job: () => Promise<T>): Promise<T> {
  const keys = [...new Set(names)].sort()
  if (keys.length === 0) return job()
  return container.resolve(Modules.LOCKING).execute(keys, job, { timeout: 10 })
}
