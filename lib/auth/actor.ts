import type { Role } from './roles';

/** The person an action is done by and recorded under. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
