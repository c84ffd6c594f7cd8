// Connections for documents: what each is called, becomes, carries and may do.
import type { Connection } from '../../../compiler/architecture.ts';
import { movesOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Artefacts } from '../../artefacts.ts';
import { rateText } from '../../rate-text.ts';
import { code, type Markdown, md, table } from '../markdown.ts';

export function connectionTable({ plan, catalogue }: Artefacts): Markdown {
  const { architecture } = plan;
  const { loads } = averageOf(plan);
  const name = (id: string): string => architecture.components.get(id)?.label ?? id;
  return table(
    ['From', 'Label', 'To', 'Becomes', '>On average', 'May do'],
    [...architecture.connections.values()].map((connection) => {
      const moves = movesOf(connection, architecture, catalogue);
      const load = loads.get(connection.id);
      const actions = [...new Set(moves.flatMap(({ move }) => move.actions?.(connection) ?? []))];
      return [
        name(connection.from),
        stepped(connection),
        name(connection.to),
        [...new Set(moves.map(({ move }) => move.mechanism))].join('; '),
        load && load.recordsPerSecond.value > 0 ? rateText(load.recordsPerSecond.value) : '',
        md(actions.map(code).join(' ')),
      ];
    }),
  );
}

const stepped = (connection: Connection): string =>
  connection.step === undefined ? connection.label : `(${connection.step}) ${connection.label}`;
