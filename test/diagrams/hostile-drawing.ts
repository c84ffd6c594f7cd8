// A drawing whose labels try to break out of every format we write, or to break the layout.

import type { Drawing, EdgeKind } from '../../generators/diagrams/drawing.ts';

export const hostileLabels: readonly string[] = [
  '<script>alert(1)</script>',
  'ends CDATA ]]> here',
  '"); click n0 "javascript:alert(1)"',
  '{{x}} and ${AWS::Region}',
  '|pipe| `code` **bold** __under__',
  '%% comment; semicolon #35; &amp; &lt;',
  '1. first - item + plus * star',
  'end',
  "it's [a] (b) {c} <d> \\ back",
  'smile 😀 and family 👨‍👩‍👧',
  'שלום עולם',
  '予約を受け付ける',
  'مرحبا بالعالم',
  'subgraph x; style y fill:red',
  `three hundred ${'characters '.repeat(26)}`.slice(0, 300).trim(),
  'x'.repeat(300),
];

const kinds: readonly EdgeKind[] = ['data', 'request', 'failure', 'control'];

export const hostileDrawing: Drawing = {
  id: 'hostile',
  title: 'Title <b>&amp; "quotes"</b> ]]> --> {{x}}',
  description: 'Description </desc><script>alert(1)</script>',
  direction: 'down',
  groups: [
    { id: 'a"b<c>', label: 'Group <i>& "quotes"</i> | # ;', kind: 'plain' },
    { id: 'second', label: 'end', kind: 'cloud', icon: 'NoSuchIcon' },
  ],
  nodes: hostileLabels.map((label, i) => ({
    id: `n"${i}<`,
    label,
    service: hostileLabels[(i + 3) % hostileLabels.length] ?? '',
    kind: 'aws',
    group: i % 2 === 0 ? 'a"b<c>' : 'second',
    description: label,
    ...(i % 3 === 0 ? { icon: '../../../package' } : {}),
  })),
  edges: hostileLabels.map((label, i) => ({
    id: `e'${i}"`,
    from: `n"${i}<`,
    to: `n"${(i * 7 + 3) % hostileLabels.length}<`,
    label,
    kind: kinds[i % kinds.length] ?? 'data',
    figure: i % 4 === 0 ? label.slice(0, 40) : '3 & 4 <5>',
    ...(i % 5 === 0 ? { step: i + 1 } : {}),
  })),
};
