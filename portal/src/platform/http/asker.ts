import type { FastifyRequest } from 'fastify';

/** Who asks, as modules below the accounts know them: web.ts hands them the way to find out. */
export interface Asker {
  readonly personId: number;
  readonly name: string;
  /** The organisation whose things they see; while looking at another's, that one. */
  readonly organisationId: number;
  /** Set while a collector administrator looks at what another organisation sees: their own. */
  readonly onBehalfOf: number | undefined;
  readonly permissions: readonly string[];
  /** Network address. */
  readonly address: string;
}

/** For routes that are not open to anyone; throws where nobody is signed in. */
export type AskerOf = (request: FastifyRequest) => Asker;
