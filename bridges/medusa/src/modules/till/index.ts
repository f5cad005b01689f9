import { Module } from "@medusajs/framework/utils"

import TillModuleService from "./service"

export const TILL = "till"

export default Module(TILL, { service: TillModuleService })
