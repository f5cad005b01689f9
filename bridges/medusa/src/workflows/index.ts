export { approveWorkflow, type Decision } from "./approve"
