// What a picture shows: groups, nodes, edges and a legend. No engine's types in it; every renderer starts here.

export type GroupKind = 'plain' | 'cloud' | 'region' | 'strip';
export type NodeKind = 'aws' | 'outside' | 'mark';
export type EdgeKind = 'data' | 'request' | 'failure' | 'control';

/** A frame around nodes and other groups. `strip` groups hold marks (cross-cutting services) and stand at the foot. */
export interface DrawingGroup {
  readonly id: string;
  readonly label: string;
  readonly kind: GroupKind;
  readonly parent?: string;
  /** Name of the group frame's icon in the icon package, e.g. "AWS-Cloud". */
  readonly icon?: string;
}

/** A component. Two lines of text: what it is for (`label`) and which service does it (`service`). */
export interface DrawingNode {
  readonly id: string;
  readonly label: string;
  readonly service: string;
  readonly kind: NodeKind;
  readonly group?: string;
  /** Name of the icon in the icon package, e.g. "AWSLambda". Absent: drawn as a plain box. */
  readonly icon?: string;
  /** Longer text for screen readers and hover, e.g. the component's purpose. */
  readonly description?: string;
}

/** A connection. `figure` is a finished short text such as "16 records/s"; `weight` in 0..1 is its share of the heaviest. */
export interface DrawingEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: EdgeKind;
  /** Number of the step in the walk-through, drawn as a numbered circle before the label. */
  readonly step?: number;
  readonly figure?: string;
  readonly weight?: number;
}

export interface Drawing {
  /** File name without ending, e.g. "overview". */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly direction: 'down' | 'right';
  readonly groups: readonly DrawingGroup[];
  readonly nodes: readonly DrawingNode[];
  readonly edges: readonly DrawingEdge[];
}
