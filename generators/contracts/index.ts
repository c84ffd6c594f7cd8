// The contracts that Lambda code is written against: types of events and of environments.

export { environmentTypes, environmentVariable, type FunctionVariables } from './environment-types.ts';
export { eventTypes, type PayloadSchema } from './event-types.ts';
