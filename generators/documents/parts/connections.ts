// Connections for documents: what each is called, becomes, is set to, does with what fails, carries and may do.
import type { Connection } from '../../../compiler/architecture.ts';
import { movesOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Artefacts } from '../../artefacts.ts';
import { rateText } from '../../rate-text.ts';
import { code, type Markdown, md, table } from '../markdown.ts';
import { arrowText } from './arrow-settings.ts';

export function connectionTable(artefacts: Artefacts): Markdown {
  const { plan, catalogue } = artefacts;
  const { architecture } = plan;
  const { loads } = averageOf(plan);
  const name = (id: string): string => architecture.components.get(id)?.label ?? id;
  return table(
    ['From', 'Label', 'To', 'Becomes', 'Set to, and what a failure leads to', '>On average', 'May do'],
    [...architecture.connections.values()].map((connection) => {
      const moves = movesOf(connection, architecture, catalogue);
      const load = loads.get(connection.id);
      const actions = [...new Set(moves.flatMap(({ move }) => move.actions?.(connection) ?? []))];
      return [
        name(connection.from),
        stepped(connection),
        name(connection.to),
        [...new Set(moves.map(({ move }) => move.mechanism))].join('; '),
        arrowText(connection, artefacts),
        load && load.recordsPerSecond.value > 0 ? rateText(load.recordsPerSecond.value) : '',
        md(actions.map(code).join(' ')),
      ];
    }),
  );
}

const stepped = (connection: Connection): string =>
  connection.step === undefined ? connection.label : `(${connection.step}) ${connection.label}`;
